package io.hactl.agent.config.keys;

import static io.hactl.settings.keys.Setting.local;

import io.hactl.agent.config.RestApiSettings.ServerTokens;
import io.hactl.agent.config.RestApiSettings.VerifyClient;
import io.hactl.settings.HostPort;
import io.hactl.settings.Secret;
import io.hactl.settings.ValueType;
import io.hactl.settings.keys.Catalogue;
import io.hactl.settings.keys.FileCheck;
import io.hactl.settings.keys.Setting;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The section {@code restapi}, except for what the command line reads as well. */
public final class RestApiKeys {

  /** All of them. */
  public static final Catalogue CATALOGUE = new Catalogue();

  private static final int PORT = 8008;
  private static final Path HERE = Path.of("");

  public static final Setting<HostPort> LISTEN =
      CATALOGUE.add(
          local("restapi.listen", ValueType.address(PORT), "where the REST API listens; port 8008")
              .required("set it, for instance to 0.0.0.0:8008", new HostPort("localhost", PORT))
              .variable());

  public static final Setting<String> CONNECT_ADDRESS =
      CATALOGUE.add(
          local(
                  "restapi.connect_address",
                  AddressTypes.connect(PORT),
                  "where the other members and load balancers reach it")
              .otherwiseAs("`restapi.listen`")
              .variable());

  public static final Setting<Path> CERTFILE =
      CATALOGUE.add(
          local(
                  "restapi.certfile",
                  ValueType.path(HERE),
                  "the certificate, PEM; with it, the API speaks TLS")
              .bound(FileCheck.READABLE)
              .variable());

  public static final Setting<Path> KEYFILE =
      CATALOGUE.add(
          local("restapi.keyfile", ValueType.path(HERE), "the certificate's key, PEM")
              .otherwiseAs("in `restapi.certfile`")
              .bound(FileCheck.READABLE)
              .variable());

  public static final Setting<Secret> KEYFILE_PASSWORD =
      CATALOGUE.add(
          local("restapi.keyfile_password", ValueType.secret(), "what the key is encrypted with")
              .variable());

  public static final Setting<VerifyClient> VERIFY_CLIENT =
      CATALOGUE.add(
          local(
                  "restapi.verify_client",
                  ValueType.choice(
                      Choices.ordered(
                          "none", VerifyClient.NONE,
                          "optional", VerifyClient.OPTIONAL,
                          "required", VerifyClient.REQUIRED),
                      Map.of()),
                  "which requests need a client certificate: none, those that change something, or"
                      + " every one")
              .otherwise(VerifyClient.NONE)
              .variable());

  public static final Setting<String> CIPHERS =
      CATALOGUE.add(
          local("restapi.ciphers", ValueType.text(), "ciphers in OpenSSL's notation")
              .otherwiseAs("Java's")
              .variable());

  public static final Setting<List<String>> ALLOWLIST =
      CATALOGUE.add(
          local(
                  "restapi.allowlist",
                  ValueType.list(),
                  "addresses, networks and host names that may change something")
              .otherwise(List.of(), "all that may authenticate")
              .variable());

  public static final Setting<Boolean> ALLOWLIST_INCLUDE_MEMBERS =
      CATALOGUE.add(
          local(
                  "restapi.allowlist_include_members",
                  ValueType.flag(),
                  "the members' own addresses belong to the allowlist")
              .otherwise(false)
              .variable());

  public static final Setting<Map<String, String>> HTTP_EXTRA_HEADERS =
      CATALOGUE.add(
          local(
                  "restapi.http_extra_headers",
                  ValueType.map(ValueType.verbatim()),
                  "headers added to every answer without TLS")
              .otherwise(Map.of())
              .variable());

  public static final Setting<Map<String, String>> HTTPS_EXTRA_HEADERS =
      CATALOGUE.add(
          local(
                  "restapi.https_extra_headers",
                  ValueType.map(ValueType.verbatim()),
                  "headers added to every answer over TLS")
              .otherwise(Map.of())
              .variable());

  public static final Setting<Integer> REQUEST_QUEUE_SIZE =
      CATALOGUE.add(
          local(
                  "restapi.request_queue_size",
                  ValueType.number(0, 4096),
                  "connections that wait to be accepted")
              .otherwise(5)
              .variable()
              .notCarriedOut());

  public static final Setting<ServerTokens> SERVER_TOKENS =
      CATALOGUE.add(
          local(
                  "restapi.server_tokens",
                  ValueType.choice(
                      Choices.ordered(
                          "original", ServerTokens.ORIGINAL,
                          "minimal", ServerTokens.MINIMAL,
                          "productonly", ServerTokens.PRODUCT_ONLY),
                      Map.of()),
                  "how much the header `Server` tells")
              .otherwise(ServerTokens.ORIGINAL)
              .variable()
              .notCarriedOut());

  private RestApiKeys() {}
}
