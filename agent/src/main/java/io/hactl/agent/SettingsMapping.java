package io.hactl.agent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hactl.agent.config.AgentSettings;
import io.hactl.agent.config.AuthenticationSettings;
import io.hactl.agent.config.BasicAuthentication;
import io.hactl.agent.config.BootstrapSettings;
import io.hactl.agent.config.CommandOption;
import io.hactl.agent.config.PostgresqlOptions;
import io.hactl.agent.config.PostgresqlSettings;
import io.hactl.agent.config.RestApiSettings;
import io.hactl.agent.config.WatchdogSettings;
import io.hactl.agent.config.parameters.EffectiveParameters;
import io.hactl.core.model.Self;
import io.hactl.dcs.cluster.Member;
import io.hactl.dcs.config.DynamicConfig;
import io.hactl.dcs.config.PostgresqlKeys;
import io.hactl.postgres.base.PostgresConfig;
import io.hactl.postgres.base.PostgresConfig.NewUser;
import io.hactl.postgres.base.PostgresConfig.ToolOption;
import io.hactl.rest.settings.RestClientSettings;
import io.hactl.rest.settings.RestSettings;
import io.hactl.rest.tls.TlsFiles;
import io.hactl.settings.HostPort;
import io.hactl.settings.keys.Setting;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Gives each part of the agent its share of the settings. */
final class SettingsMapping {

  private SettingsMapping() {}

  static Self self(AgentSettings s) {
    RestApiSettings api = s.restApi();
    return new Self(
        s.name(),
        "postgres://" + s.postgresql().connectAddress() + "/" + s.postgresql().database(),
        (api.tls() ? "https://" : "http://") + api.connectAddress() + "/patroni",
        s.postgresql().proxyAddress().map(p -> "postgres://" + p + "/" + s.postgresql().database()),
        AgentVersion.VERSION,
        s.tags(),
        new DynamicConfig(s.bootstrap().dcs()),
        localConfig(s),
        InstanceMark.of(s.postgresql().dataDir()),
        watchdogMargin(s.watchdog()));
  }

  /** Where no device is needed and none is there, none is used. */
  private static Optional<Duration> watchdogMargin(WatchdogSettings w) {
    boolean used =
        w.mode() == WatchdogSettings.Mode.REQUIRED
            || (w.mode() == WatchdogSettings.Mode.AUTOMATIC && Files.exists(w.device()));
    return used ? Optional.of(w.safetyMargin().orElse(Duration.ofSeconds(-1))) : Optional.empty();
  }

  private static JsonNode localConfig(AgentSettings s) {
    ObjectNode postgresql = JsonNodeFactory.instance.objectNode();
    for (Setting<?> option : PostgresqlKeys.LAID_OVER) {
      Optional.ofNullable(s.postgresql().localOptions().get(option.key()))
          .ifPresent(value -> postgresql.set(option.key(), value));
    }
    ObjectNode config = JsonNodeFactory.instance.objectNode();
    return postgresql.isEmpty() ? config : config.set("postgresql", postgresql);
  }

  /**
   * @param majorVersion of the PostgreSQL programs
   */
  static PostgresConfig postgres(AgentSettings s, int majorVersion) {
    PostgresqlSettings p = s.postgresql();
    PostgresqlOptions options = p.options();
    return new PostgresConfig(
        s.scope(),
        s.name(),
        new PostgresConfig.Places(
            p.dataDir(),
            Optional.of(p.configDir()),
            Optional.of(p.binDir()),
            p.pgpass(),
            Optional.empty()),
        new PostgresConfig.Listening(
            p.listen().hosts(),
            p.listen().port(),
            new Member.Endpoint(p.connectAddress().host(), p.connectAddress().port()),
            options.useUnixSocket(),
            socketDirectories(options)),
        p.database(),
        authentication(p.authentication()),
        new PostgresConfig.ServerSettings(
            config ->
                EffectiveParameters.of(s, config.postgresql().parameters(), majorVersion).values(),
            options.recoveryConf(),
            options.pgHba(),
            options.pgIdent(),
            options.customConf()),
        bootstrap(s.bootstrap()),
        options(options.basebackup()),
        new PostgresConfig.Hooks(options.prePromote(), options.beforeStop(), options.callbacks()),
        PostgresConfig.Deadlines.DEFAULT);
  }

  private static List<Path> socketDirectories(PostgresqlOptions options) {
    return Optional.ofNullable(options.parameters().get("unix_socket_directories")).stream()
        .flatMap(text -> Arrays.stream(text.split(",")))
        .map(String::strip)
        .filter(text -> !text.isEmpty())
        .map(Path::of)
        .toList();
  }

  private static PostgresConfig.Bootstrap bootstrap(BootstrapSettings b) {
    List<NewUser> users =
        b.users().entrySet().stream()
            .map(e -> new NewUser(e.getKey(), e.getValue().password(), e.getValue().options()))
            .toList();
    return new PostgresConfig.Bootstrap(options(b.initdb()), b.pgHba(), users, b.postBootstrap());
  }

  private static List<ToolOption> options(List<CommandOption> options) {
    return options.stream().map(o -> new ToolOption(o.name(), o.value())).toList();
  }

  private static PostgresConfig.Authentication authentication(AuthenticationSettings a) {
    return new PostgresConfig.Authentication(
        credentials(a.superuser()),
        credentials(a.replication()),
        a.rewind().map(SettingsMapping::credentials));
  }

  private static PostgresConfig.Credentials credentials(AuthenticationSettings.Credentials c) {
    Map<String, String> options = new LinkedHashMap<>();
    c.sslmode().ifPresent(v -> options.put("sslmode", v));
    c.sslcert().ifPresent(v -> options.put("sslcert", v.toString()));
    c.sslkey().ifPresent(v -> options.put("sslkey", v.toString()));
    c.sslpassword().ifPresent(v -> options.put("sslpassword", v.value()));
    c.sslrootcert().ifPresent(v -> options.put("sslrootcert", v.toString()));
    c.sslcrl().ifPresent(v -> options.put("sslcrl", v.toString()));
    c.sslcrldir().ifPresent(v -> options.put("sslcrldir", v.toString()));
    c.sslnegotiation().ifPresent(v -> options.put("sslnegotiation", v));
    c.gssencmode().ifPresent(v -> options.put("gssencmode", v));
    c.channelBinding().ifPresent(v -> options.put("channel_binding", v));
    return new PostgresConfig.Credentials(c.username(), c.password(), options);
  }

  static RestSettings rest(AgentSettings s) {
    RestApiSettings api = s.restApi();
    HostPort listen = api.listen();
    return new RestSettings(
        listen.host(),
        listen.port(),
        api.tls()
            ? Optional.of(
                new TlsFiles(api.certfile(), api.keyfile(), api.keyfilePassword(), api.cafile()))
            : Optional.empty(),
        RestSettings.VerifyClient.valueOf(api.verifyClient().name()),
        api.ciphers(),
        api.authentication().map(SettingsMapping::credentials),
        api.allowlist(),
        api.allowlistIncludeMembers(),
        api.tls() ? api.httpsExtraHeaders() : api.httpExtraHeaders());
  }

  /** How this agent speaks to the other members. */
  static RestClientSettings peers(AgentSettings s) {
    return new RestClientSettings(
        new TlsFiles(
            s.ctl().certfile(), s.ctl().keyfile(), s.ctl().keyfilePassword(), s.ctl().cacert()),
        s.ctl().insecure(),
        s.ctl().authentication().or(s.restApi()::authentication).map(SettingsMapping::credentials));
  }

  private static RestSettings.Credentials credentials(BasicAuthentication b) {
    return new RestSettings.Credentials(b.username(), b.password());
  }
}
