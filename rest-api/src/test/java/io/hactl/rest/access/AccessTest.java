package io.hactl.rest.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hactl.rest.given.TestClock;
import io.hactl.rest.given.TestServer;
import io.hactl.rest.settings.RestSettings;
import io.hactl.rest.settings.RestSettings.Credentials;
import io.hactl.rest.settings.RestSettings.VerifyClient;
import io.hactl.settings.Secret;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccessTest {

  private static RestSettings with(Optional<Credentials> credentials, String... allowlist) {
    return new RestSettings(
        "0.0.0.0",
        0,
        Optional.empty(),
        VerifyClient.NONE,
        Optional.empty(),
        credentials,
        List.of(allowlist),
        false,
        Map.of());
  }

  private static final Optional<Credentials> PASSWORD =
      Optional.of(new Credentials("admin", new Secret("s3cr:et")));

  private static String basic(String pair) {
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void withoutConfigurationThisMachineIsObeyed() throws Exception {
    try (TestServer server = new TestServer("etcd-async.json")) {
      assertThat(server.send("POST", "/reload", "").statusCode()).isEqualTo(202);
    }
  }

  @Test
  void aPasswordIsAskedForWhereSomethingChanges() throws Exception {
    try (TestServer server = new TestServer("etcd-async.json", with(PASSWORD))) {
      HttpResponse<String> anonymous = server.send("POST", "/reload", "");
      assertThat(anonymous.statusCode()).isEqualTo(401);
      assertThat(anonymous.headers().firstValue("WWW-Authenticate").orElseThrow())
          .startsWith("Basic realm=");
      for (String wrong : List.of(basic("admin:x"), basic("x:s3cr:et"), "Bearer x", "Basic %")) {
        assertThat(
                server
                    .send("POST", "/reload", "", b -> b.header("Authorization", wrong))
                    .statusCode())
            .isEqualTo(401);
      }
      assertThat(server.agent.asked).isEmpty();
      assertThat(server.get("/primary").statusCode()).isEqualTo(200);
      assertThat(server.get("/config").statusCode()).isEqualTo(200);
      assertThat(
              server
                  .send(
                      "POST", "/reload", "", b -> b.header("Authorization", basic("admin:s3cr:et")))
                  .statusCode())
          .isEqualTo(202);
    }
  }

  @Test
  void thoseNotOnTheAllowlistAreRefused() throws Exception {
    try (TestServer server = new TestServer("etcd-async.json", with(PASSWORD, "10.0.0.0/8"))) {
      HttpResponse<String> answer = server.send("POST", "/reload", "");
      assertThat(answer.statusCode()).isEqualTo(403);
      assertThat(answer.body()).isEqualTo("Access is denied");
      server.server.reload(with(Optional.empty(), "10.0.0.0/8", "localhost"));
      assertThat(server.send("POST", "/reload", "").statusCode()).isEqualTo(202);
    }
  }

  @Test
  void aPageOfAnotherSiteIsRefused() throws Exception {
    try (TestServer server = new TestServer("etcd-async.json")) {
      assertThat(
              server
                  .send("POST", "/reload", "", b -> b.header("Origin", "https://evil.example"))
                  .statusCode())
          .isEqualTo(403);
      String own = "http://127.0.0.1:" + server.server.port();
      assertThat(server.send("POST", "/reload", "", b -> b.header("Origin", own)).statusCode())
          .isEqualTo(202);
    }
  }

  @Test
  void strangersAreRefusedAndMembersObeyed() throws Exception {
    Optional<InetAddress> outer =
        NetworkInterface.networkInterfaces()
            .flatMap(NetworkInterface::inetAddresses)
            .filter(a -> !a.isLoopbackAddress() && a.getAddress().length == 4)
            .findFirst();
    Assumptions.assumeTrue(outer.isPresent(), "only loopback here");
    try (TestServer server = new TestServer("etcd-async.json", with(Optional.empty()));
        HttpClient http = HttpClient.newHttpClient()) {
      String address = outer.get().getHostAddress();
      HttpRequest request =
          HttpRequest.newBuilder(
                  URI.create("http://" + address + ":" + server.server.port() + "/reload"))
              .POST(BodyPublishers.noBody())
              .build();
      HttpResponse<String> refused = http.send(request, BodyHandlers.ofString());
      assertThat(refused.statusCode()).isEqualTo(403);
      assertThat(refused.body()).contains(address, "restapi.authentication");
      assertThat(server.agent.asked).isEmpty();
      server.agent.dcs.put(
          "members/n9",
          "{\"api_url\":\"http://" + address + ":8008/patroni\",\"state\":\"running\"}");
      server.agent.seen(server.agent.dcs.cluster());
      assertThat(http.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(202);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/8,10.200.3.4,true", "10.0.0.0/8,11.0.0.1,false",
        "192.168.1.128/25,192.168.1.130,true",
    "192.168.1.128/25,192.168.1.127,false", "0.0.0.0/0,8.8.8.8,true", "fe80::/10,fe81::1,true",
    "fe80::/10,10.0.0.1,false", "127.0.0.1,127.0.0.1,true", "::1,::1,true"
  })
  void networksContainAddresses(String network, String address, boolean contains) {
    assertThat(AddressRange.parse(network).contains(InetAddress.ofLiteral(address)))
        .isEqualTo(contains);
  }

  @ParameterizedTest
  @CsvSource({"10.0.0.0/33", "300.1.1.1", "a b", "10.0.0.0/x", "-"})
  void aWrongEntryIsNamed(String entry) {
    assertThatThrownBy(() -> new Allowlist(List.of(entry), new HostAddresses(new TestClock())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + entry + "'");
  }
}
