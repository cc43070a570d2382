package io.hactl.cli.connect;

import io.hactl.dcs.Dcs;
import java.util.Optional;

/** What the settings lead to. Nothing is connected to before it is asked for. */
public interface ClusterAccess extends AutoCloseable {

  /** The cluster that is meant where none is named. */
  Optional<String> defaultScope();

  /** The DCS of one cluster; the same object for the same scope. */
  Dcs dcs(String scope);

  /** The members' REST APIs. */
  Agents agents();

  @Override
  void close();
}
