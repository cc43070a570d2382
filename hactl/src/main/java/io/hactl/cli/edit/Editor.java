package io.hactl.cli.edit;

import io.hactl.cli.terminal.CliException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Lets the operator change a text in the editor of their choice. */
public final class Editor {

  private final Map<String, String> environment;

  /** The editor that the environment variables name. */
  public Editor(Map<String, String> environment) {
    this.environment = environment;
  }

  /**
   * Opens the text in {@code $EDITOR}, or in {@code editor} or {@code vi}, and returns it as the
   * editor left it. The file is readable by its owner alone and removed afterwards.
   *
   * @param name part of the file's name
   */
  public String edit(String text, String name) {
    String command = command();
    FileAttribute<?> ownerOnly =
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    try {
      String safe = name.replaceAll("[^A-Za-z0-9_.-]", "_");
      Path file = Files.createTempFile(safe + "-config-", ".yaml", ownerOnly);
      try {
        Files.writeString(file, text);
        run(command, file);
        return Files.readString(file);
      } finally {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw CliException.failed("the text cannot be edited: " + e.getMessage(), e);
    }
  }

  private void run(String command, Path file) throws IOException {
    // By way of the shell, as EDITOR may hold arguments ('code --wait').
    Process editor =
        new ProcessBuilder("/bin/sh", "-c", command + " \"$1\"", "sh", file.toString())
            .inheritIO()
            .start();
    try {
      int code = editor.waitFor();
      if (code != 0) {
        throw CliException.failed("Editor exited with return code " + code);
      }
    } catch (InterruptedException e) {
      editor.destroy();
      Thread.currentThread().interrupt();
      throw CliException.failed("interrupted while the editor was open", e);
    }
  }

  private String command() {
    return Optional.ofNullable(environment.get("EDITOR"))
        .filter(editor -> !editor.isBlank())
        .or(() -> Stream.of("editor", "vi").filter(this::isOnPath).findFirst())
        .orElseThrow(
            () ->
                CliException.failed(
                    "EDITOR environment variable is not set. editor or vi are not available"));
  }

  private boolean isOnPath(String program) {
    return List.of(environment.getOrDefault("PATH", "").split(File.pathSeparator)).stream()
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }
}
