package io.hactl.dcs.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import io.hactl.settings.Problem;
import io.hactl.settings.Problems;
import io.hactl.settings.Secret;
import io.hactl.settings.Severity;
import io.hactl.settings.keys.Section;
import io.hactl.settings.source.SettingsFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EtcdSettingsReaderTest {

  private static final Duration CALL = Duration.ofSeconds(3);

  @TempDir Path dir;
  private final Problems problems = new Problems();

  private EtcdSettings read(String yaml) throws Exception {
    Path file = Files.writeString(dir.resolve("agent.yml"), yaml);
    Section root =
        Section.root(
            SettingsFiles.load(file, Map.of(), EtcdSettingKeys.CATALOGUE, problems), problems);
    EtcdSettings settings = EtcdSettingsReader.read(root, CALL);
    root.reportUnknown(EtcdSettingKeys.CATALOGUE, Severity.ERROR);
    return settings;
  }

  private List<String> errors() {
    return problems.errors().stream().map(this::text).toList();
  }

  private List<String> warnings() {
    return problems.warnings().stream().map(this::text).toList();
  }

  private String text(Problem problem) {
    return problem.text().replace(dir + "/", "");
  }

  @Test
  void hostsAreAListOrATextWithCommas() throws Exception {
    assertThat(read("etcd3: {hosts: ['a:1', b]}\n").endpoints()).containsExactly("a:1", "b:2379");
    assertThat(read("etcd: {hosts: 'a:1, b:2'}\n").endpoints()).containsExactly("a:1", "b:2");
    assertThat(read("etcd: {host: a}\n").endpoints()).containsExactly("a:2379");
    assertThat(errors()).isEmpty();
  }

  @Test
  void discoveryIsForEndpointsThatAreNoProxies() throws Exception {
    assertThat(read("etcd3: {host: a}\n").discover()).isTrue();
    assertThat(read("etcd3: {host: a, use_proxies: yes}\n").discover()).isFalse();
    assertThat(read("etcd3: {proxy: 'http://a:1'}\n").discover()).isFalse();
    assertThat(read("etcd3: {url: 'http://a:1'}\n").discover()).isTrue();
  }

  @Test
  void aUrlTellsProtocolAndUser() throws Exception {
    EtcdSettings settings = read("etcd3: {url: 'https://root:s%40cret@[::1]'}\n");
    assertThat(settings.endpoints()).containsExactly("[::1]:2379");
    assertThat(settings.tls()).isTrue();
    assertThat(settings.username()).contains("root");
    assertThat(settings.password()).contains(new Secret("s@cret"));
    assertThat(settings.callTimeout()).isEqualTo(CALL);
  }

  @Test
  void aWrongUrlIsToldWithoutItsPassword() throws Exception {
    read("etcd3: {url: 'root:hunter2@a:1'}\n");
    assertThat(errors())
        .containsExactly(
            "agent.yml:1: etcd3.url: is not a URL; write http://host:2379 or https://host:2379");
  }

  @Test
  void whatIsNotSupportedIsToldClearly() throws Exception {
    read("etcd3: {srv: example.org}\n");
    assertThat(errors())
        .containsExactly("agent.yml:1: etcd3.srv: is not supported; name the endpoints in 'hosts'");
  }

  @Test
  void noEtcdAtAllIsOneProblem() throws Exception {
    read("scope: a\n");
    assertThat(errors())
        .containsExactly(
            "agent.yml: etcd3: is missing; add it with 'hosts', for instance 10.0.0.1:2379");
  }

  @Test
  void ofTwoSectionsTheNewerOneIsUsed() throws Exception {
    assertThat(read("etcd: {host: old}\netcd3: {host: new}\n").endpoints())
        .containsExactly("new:2379");
    assertThat(warnings())
        .containsExactly("agent.yml:1: etcd: is not used, as 'etcd3' is there; remove one of them");
  }

  @Test
  void aCertificateNeedsItsKeyWhichMayBeInTheSameFile() throws Exception {
    Path bare = Files.writeString(dir.resolve("bare.pem"), "");
    Path both = Files.writeString(dir.resolve("both.pem"), "-----BEGIN EC PRIVATE KEY-----\n");
    assertThat(read("etcd3: {host: a, protocol: https, cert: " + both + "}\n").key())
        .contains(both);
    assertThat(errors()).isEmpty();
    read("etcd3: {host: a, protocol: https, cert: " + bare + "}\n");
    assertThat(errors())
        .containsExactly(
            "agent.yml:1: etcd3.key: is missing, and the file in 'cert' has no private key; name"
                + " the key's file");
  }

  @Test
  void certificatesWithoutTlsAreWarnedOf() throws Exception {
    Path ca = Files.writeString(dir.resolve("ca.pem"), "");
    read("etcd3: {host: a, cacert: " + ca + "}\n");
    assertThat(warnings())
        .containsExactly(
            "agent.yml:1: etcd3.cacert: is not used without TLS; set 'protocol: https'");
  }
}
