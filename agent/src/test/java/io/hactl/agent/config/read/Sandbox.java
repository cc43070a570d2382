package io.hactl.agent.config.read;

import io.hactl.agent.config.AgentSettings;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A folder with everything the sample settings name: programs, certificates, folders. */
public final class Sandbox {

  private static final String KEY = "-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----\n";

  final Path dir;
  final Map<String, String> environment = new HashMap<>();

  public Sandbox(Path dir) {
    this.dir = dir;
    environment.put("HOME", dir.toString());
    environment.put("PATH", dir.resolve("bin").toString());
    folder("bin");
    folder("conf");
    folder("empty");
    for (String program : List.of("postgres", "pg_ctl", "initdb", "pg_basebackup", "pg_rewind")) {
      program("bin", program);
    }
    program("bin", "pg_controldata");
    for (String file : List.of("ca.crt", "server.crt", "custom.conf")) {
      write(file, "");
    }
    write("server.key", KEY);
    write("both.pem", KEY);
  }

  Path folder(String name) {
    try {
      return Files.createDirectories(dir.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void program(String folder, String name) {
    Path file = write(folder + "/" + name, "");
    try {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path write(String name, String text) {
    try {
      Files.createDirectories(dir.resolve(name).getParent());
      return Files.writeString(dir.resolve(name), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The sample as a file of the same name, {@code @DIR@} replaced by this folder. */
  Path sample(String name) {
    try (InputStream in = Sandbox.class.getResourceAsStream("/settings/" + name)) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return write(name, text.replace("@DIR@", dir.toString()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  AgentSettingsLoader.Loaded load(String sample) {
    return AgentSettingsLoader.load(sample(sample), environment);
  }

  /** The settings of a sample without problems. */
  public AgentSettings settings(String sample) {
    AgentSettingsLoader.Loaded loaded = load(sample);
    return loaded
        .settings()
        .orElseThrow(() -> new AssertionError(String.join("\n", report(loaded))));
  }

  /** The report, without the name of this folder. */
  List<String> report(AgentSettingsLoader.Loaded loaded) {
    return SettingsReport.lines(loaded).stream().map(line -> line.replace(dir + "/", "")).toList();
  }
}
