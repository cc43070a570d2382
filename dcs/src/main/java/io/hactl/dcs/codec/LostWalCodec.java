package io.hactl.dcs.codec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hactl.dcs.Keys;
import io.hactl.dcs.cluster.LostWal;
import io.hactl.text.IsoTime;
import io.hactl.text.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The list of lost WAL: an object for each loss. */
final class LostWalCodec {

  private LostWalCodec() {}

  static List<LostWal> read(JsonNode json, List<String> problems) {
    List<LostWal> all = new ArrayList<>();
    for (JsonNode item : json) {
      Optional<LostWal> one = one(new Fields(Keys.LOST_WAL, item, problems));
      one.ifPresentOrElse(
          all::add,
          () ->
              problems.add(
                  "Key %s: an entry lacks its member, timeline, end or time and is ignored."
                      .formatted(Keys.LOST_WAL)));
    }
    return List.copyOf(all);
  }

  private static Optional<LostWal> one(Fields fields) {
    var member = fields.text("member");
    var timeline = fields.smallNumber("timeline");
    var to = fields.lsn("to");
    var time = fields.time("time");
    if (member.isEmpty() || timeline.isEmpty() || to.isEmpty() || time.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new LostWal(
            member.get(),
            fields.text("system_identifier").orElse(""),
            timeline.get(),
            fields.lsn("from"),
            to.get(),
            fields.flag("exact"),
            fields.text("directory"),
            fields.word("how", LostWal.How::of).orElse(LostWal.How.SET_ASIDE),
            time.get()));
  }

  static ArrayNode write(List<LostWal> all) {
    ArrayNode json = Json.array();
    all.forEach(one -> json.add(write(one)));
    return json;
  }

  static ObjectNode write(LostWal lost) {
    ObjectNode json = Json.object().put("member", lost.member());
    json.put("system_identifier", lost.systemIdentifier());
    json.put("timeline", lost.timeline());
    lost.from().ifPresent(v -> json.put("from", v.bytes()));
    json.put("to", lost.to().bytes());
    json.put("exact", lost.exact());
    lost.bytes().ifPresent(v -> json.put("bytes", v));
    lost.directory().ifPresent(v -> json.put("directory", v));
    json.put("how", lost.how().text());
    return json.put("time", IsoTime.format(lost.time()));
  }
}
