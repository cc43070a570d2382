package io.hactl.dcs.etcd;

import com.google.protobuf.ByteString;
import io.etcd.jetcd.api.Compare;
import io.etcd.jetcd.api.DeleteRangeRequest;
import io.etcd.jetcd.api.Event;
import io.etcd.jetcd.api.KeyValue;
import io.etcd.jetcd.api.PutRequest;
import io.etcd.jetcd.api.RangeRequest;
import io.etcd.jetcd.api.RangeResponse;
import io.etcd.jetcd.api.RequestOp;
import io.etcd.jetcd.api.TxnRequest;
import io.etcd.jetcd.api.TxnResponse;
import io.etcd.jetcd.api.WatchCreateRequest;
import io.etcd.jetcd.api.WatchRequest;
import io.hactl.dcs.DcsFailure;
import io.hactl.dcs.KeySpace;
import io.hactl.dcs.Transaction;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Between a cluster's keys and etcd's messages. */
final class EtcdKeys {

  private final String prefix;
  private final ByteString first;
  private final ByteString end;

  EtcdKeys(String prefix) {
    this.prefix = prefix;
    this.first = ByteString.copyFromUtf8(prefix);
    // The prefix ends in '/', so its last byte can be raised by one.
    byte[] bytes = first.toByteArray();
    bytes[bytes.length - 1]++;
    this.end = ByteString.copyFrom(bytes);
  }

  RangeRequest rangeRequest() {
    return RangeRequest.newBuilder().setKey(first).setRangeEnd(end).build();
  }

  WatchRequest watchRequest(long startRevision) {
    return WatchRequest.newBuilder()
        .setCreateRequest(
            WatchCreateRequest.newBuilder()
                .setKey(first)
                .setRangeEnd(end)
                .setStartRevision(startRevision)
                .setProgressNotify(true))
        .build();
  }

  KeySpace keySpace(RangeResponse answer) {
    SortedMap<String, KeySpace.Entry> keys = new TreeMap<>();
    answer.getKvsList().forEach(kv -> keys.put(name(kv), entry(kv)));
    return new KeySpace(answer.getHeader().getRevision(), keys);
  }

  /** The keys after the events, at the revision of the last of them. */
  KeySpace apply(KeySpace before, List<Event> events) {
    SortedMap<String, KeySpace.Entry> keys = new TreeMap<>(before.keys());
    long revision = before.revision();
    for (Event event : events) {
      KeyValue kv = event.getKv();
      if (event.getType() == Event.EventType.DELETE) {
        keys.remove(name(kv));
      } else {
        keys.put(name(kv), entry(kv));
      }
      revision = Math.max(revision, kv.getModRevision());
    }
    return new KeySpace(revision, keys);
  }

  /** Compares every revision; where one differs, asks for those there are, to name it. */
  TxnRequest txnRequest(Transaction transaction) {
    TxnRequest.Builder request = TxnRequest.newBuilder();
    for (Transaction.Condition condition : transaction.conditions()) {
      request.addCompare(
          Compare.newBuilder()
              .setKey(key(condition.key()))
              .setTarget(Compare.CompareTarget.MOD)
              .setResult(Compare.CompareResult.EQUAL)
              .setModRevision(condition.modRevision()));
      request.addFailure(
          RequestOp.newBuilder()
              .setRequestRange(
                  RangeRequest.newBuilder().setKey(key(condition.key())).setKeysOnly(true)));
    }
    transaction.changes().forEach(change -> request.addSuccess(operation(change)));
    return request.build();
  }

  private RequestOp operation(Transaction.Change change) {
    return switch (change) {
      case Transaction.Put put ->
          RequestOp.newBuilder()
              .setRequestPut(
                  PutRequest.newBuilder()
                      .setKey(key(put.key()))
                      .setValue(ByteString.copyFromUtf8(put.value()))
                      .setLease(put.leaseId()))
              .build();
      case Transaction.Delete delete ->
          RequestOp.newBuilder()
              .setRequestDeleteRange(DeleteRangeRequest.newBuilder().setKey(key(delete.key())))
              .build();
    };
  }

  DcsFailure conflict(Transaction transaction, TxnResponse answer) {
    for (int i = 0; i < transaction.conditions().size(); i++) {
      Transaction.Condition condition = transaction.conditions().get(i);
      RangeResponse found = answer.getResponses(i).getResponseRange();
      long revision = found.getKvsCount() == 0 ? 0 : found.getKvs(0).getModRevision();
      if (revision != condition.modRevision()) {
        return new DcsFailure.Conflict(
            "Key %s is at revision %d, not at %d as expected (0: it does not exist)."
                .formatted(condition.key(), revision, condition.modRevision()));
      }
    }
    return new DcsFailure.Conflict("A key is not at the expected revision.");
  }

  private ByteString key(String name) {
    return ByteString.copyFromUtf8(prefix + name);
  }

  private String name(KeyValue kv) {
    return kv.getKey().toStringUtf8().substring(prefix.length());
  }

  private static KeySpace.Entry entry(KeyValue kv) {
    return new KeySpace.Entry(kv.getValue().toStringUtf8(), kv.getModRevision(), kv.getLease());
  }
}
