package io.hactl.architecture;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** The methods of source files, as the compiler sees them. */
final class JavaMethods {

  /**
   * @param firstLine the line that it begins on, its annotations with it, from 1
   */
  record Method(String file, String name, int firstLine, int lastLine) {
    int length() {
      return lastLine - firstLine + 1;
    }
  }

  private JavaMethods() {}

  static List<Method> of(List<String> files) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    List<Method> all = new ArrayList<>();
    try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null,
                  manager,
                  null,
                  List.of("-proc:none"),
                  null,
                  manager.getJavaFileObjectsFromPaths(
                      files.stream().map(Sources.ROOT::resolve).toList()));
      SourcePositions positions = Trees.instance(task).getSourcePositions();
      for (CompilationUnitTree unit : task.parse()) {
        new Scan(unit, positions, all).scan(unit, null);
      }
    }
    return all;
  }

  private static final class Scan extends TreeScanner<Void, Void> {
    private final CompilationUnitTree unit;
    private final SourcePositions positions;
    private final List<Method> found;
    private final String file;

    Scan(CompilationUnitTree unit, SourcePositions positions, List<Method> found) {
      this.unit = unit;
      this.positions = positions;
      this.found = found;
      this.file = Sources.ROOT.toUri().relativize(unit.getSourceFile().toUri()).getPath();
    }

    @Override
    public Void visitMethod(MethodTree method, Void nothing) {
      LineMap lines = unit.getLineMap();
      found.add(
          new Method(
              file,
              method.getName().toString(),
              (int) lines.getLineNumber(positions.getStartPosition(unit, method)),
              (int) lines.getLineNumber(positions.getEndPosition(unit, method))));
      return super.visitMethod(method, nothing);
    }
  }
}
