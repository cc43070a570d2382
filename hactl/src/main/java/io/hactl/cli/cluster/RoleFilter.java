package io.hactl.cli.cluster;

import io.hactl.dcs.cluster.Cluster;
import io.hactl.dcs.cluster.Member;
import io.hactl.dcs.cluster.MemberRole;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Which members are meant by {@code --role}. */
public enum RoleFilter {
  LEADER,
  PRIMARY,
  STANDBY_LEADER,
  REPLICA,
  STANDBY,
  ANY;

  /** The names that are understood, for the help. */
  public static final String NAMES = "leader, primary, standby-leader, replica, standby, any";

  /** The name on the command line. */
  String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The members with this role, by name. */
  public List<Member> of(Cluster cluster) {
    return cluster.members().values().stream().filter(m -> accepts(cluster, m)).toList();
  }

  private boolean accepts(Cluster cluster, Member member) {
    boolean leads = cluster.isLeader(member.name());
    boolean standbyLeader =
        member.role().filter(role -> role == MemberRole.STANDBY_LEADER).isPresent();
    return switch (this) {
      case ANY -> true;
      case LEADER -> leads;
      case PRIMARY -> leads && !standbyLeader;
      case STANDBY_LEADER -> leads && standbyLeader;
      case REPLICA, STANDBY -> !leads;
    };
  }

  /** Reads the name on the command line. */
  public static final class Converter implements ITypeConverter<RoleFilter> {
    @Override
    public RoleFilter convert(String value) {
      for (RoleFilter role : values()) {
        if (role.text().equals(value)) {
          return role;
        }
      }
      throw new TypeConversionException("'" + value + "' is not one of " + NAMES);
    }
  }
}
