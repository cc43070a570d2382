package io.hactl.it.formation;

import static org.assertj.core.api.Assertions.assertThat;

import io.hactl.it.cluster.AgentSettings;
import io.hactl.it.cluster.Storage;
import io.hactl.it.machine.Installation;
import io.hactl.it.machine.LocalProcess;
import io.hactl.it.machine.Place;
import io.hactl.it.machine.ServerUser;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator reads when the settings are wrong. */
class BadSettingsIT {

  @TempDir Path folder;

  private Installation installation;
  private String good;

  @BeforeEach
  void aGoodSettingsFile() throws Exception {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    ServerUser.own(folder);
    installation = Installation.find(folder);
    good =
        new AgentSettings(
                "settings",
                "n1",
                "127.0.0.1:2379",
                8008,
                5432,
                folder,
                installation.postgresPrograms(),
                AgentSettings.Timing.SHORT,
                "",
                Place.LOOPBACK,
                Storage.in(folder))
            .yaml();
  }

  private LocalProcess.Finished agent(String... arguments) throws Exception {
    return LocalProcess.run(
        folder,
        Duration.ofSeconds(20),
        Stream.concat(Stream.of(installation.agent()), Stream.of(arguments)).toList());
  }

  private LocalProcess.Finished validate(String yaml) throws Exception {
    Path file = Files.writeString(folder.resolve("agent.yml"), yaml);
    ServerUser.own(file);
    return agent("--validate-config", file.toString());
  }

  @Test
  void goodSettingsAreAccepted() throws Exception {
    LocalProcess.Finished finished = validate(good);

    assertThat(finished.status()).as(finished.output()).isZero();
  }

  @Test
  void everyProblemIsListedAtOnceWithFileAndKey() throws Exception {
    LocalProcess.Finished finished =
        validate(
            good.replace("scope: settings\n", "")
                .replace("listen: 127.0.0.1:5432", "listen: 127.0.0.1:many")
                .replace("ttl: 5", "ttl: soon"));

    assertThat(finished.status()).isNotZero();
    assertThat(finished.output())
        .contains("agent.yml", "scope", "postgresql.listen", "bootstrap.dcs.ttl");
  }

  @Test
  void aMisspeltKeyIsAnsweredWithASuggestion() throws Exception {
    LocalProcess.Finished finished = validate(good.replace("data_dir:", "datadir:"));

    assertThat(finished.status()).isNotZero();
    assertThat(finished.output()).contains("datadir", "data_dir");
  }

  @Test
  void theAgentDoesNotStartOnThem() throws Exception {
    Path file = Files.writeString(folder.resolve("agent.yml"), good.replace("name: n1\n", ""));
    ServerUser.own(file);

    LocalProcess.Finished finished = agent(file.toString());

    assertThat(finished.status()).isNotZero();
    assertThat(finished.output()).contains("name");
  }

  @Test
  void aFileThatIsNotYamlIsSaidToBeSoWithItsLine() throws Exception {
    LocalProcess.Finished finished = validate("scope: [one\nname: n1\n");

    assertThat(finished.status()).isNotZero();
    assertThat(finished.output()).contains("agent.yml").doesNotContain("\tat ");
  }

  @Test
  void aFileThatIsNotThereIsNamed() throws Exception {
    LocalProcess.Finished finished = agent(folder.resolve("absent.yml").toString());

    assertThat(finished.status()).isNotZero();
    assertThat(finished.output()).contains("absent.yml").doesNotContain("\tat ");
  }

  @Test
  void noAnswerShowsAPassword() throws Exception {
    LocalProcess.Finished finished = validate(good.replace("data_dir:", "datadir:"));

    assertThat(finished.output()).doesNotContain(AgentSettings.PASSWORD);
  }

  @Test
  void aWrongOptionIsAnsweredWithTheUsage() throws Exception {
    LocalProcess.Finished finished = agent("--frobnicate");

    assertThat(finished.status()).isNotZero();
    assertThat(finished.output()).contains("--frobnicate").containsIgnoringCase("usage");
  }

  @Test
  void itTellsItsVersionAndItsUsage() throws Exception {
    assertThat(agent("--version").output()).contains("0.1.0");
    assertThat(agent("--help").output()).contains("--validate-config", "CONFIG");
    assertThat(agent("--help").status()).isZero();
  }
}
