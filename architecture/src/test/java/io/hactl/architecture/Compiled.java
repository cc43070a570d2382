package io.hactl.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The classes of all modules without their tests, read once, and what they know of each other. */
final class Compiled {

  static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.hactl");

  /** A module's folder, of class files as well as of jars. */
  private static final Pattern MODULE = Pattern.compile("/([^/]+)/target/");

  private Compiled() {}

  static String moduleOf(JavaClass type) {
    String source = type.getSource().orElseThrow().getUri().toString();
    Matcher folder = MODULE.matcher(source);
    if (!folder.find()) {
      throw new AssertionError("no module's folder is in " + source);
    }
    return folder.group(1);
  }

  /** Package name to its module. */
  static Map<String, String> modules() {
    Map<String, String> all = new TreeMap<>();
    CLASSES.forEach(type -> all.put(type.getPackageName(), moduleOf(type)));
    return all;
  }

  /** Package name to the other packages of this project that its classes know. */
  static Map<String, Set<String>> packages() {
    Map<String, String> modules = modules();
    Map<String, Set<String>> all = new TreeMap<>();
    for (JavaClass type : CLASSES) {
      Set<String> known = all.computeIfAbsent(type.getPackageName(), name -> new TreeSet<>());
      type.getDirectDependenciesFromSelf().stream()
          .map(dependency -> dependency.getTargetClass().getBaseComponentType().getPackageName())
          .filter(target -> modules.containsKey(target) && !target.equals(type.getPackageName()))
          .forEach(known::add);
    }
    return all;
  }
}
