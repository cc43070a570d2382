package io.hactl.core.decision;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Why a decision is what it is.
 *
 * @param data the words that fill the sentence, in order
 */
public record Reason(Kind kind, List<String> data) {

  public Reason {
    data = List.copyOf(data);
  }

  public static Reason of(Kind kind, Object... data) {
    return new Reason(kind, Arrays.stream(data).map(String::valueOf).toList());
  }

  /** The sentence for the log and for people. */
  @Override
  public String toString() {
    return String.format(Locale.ROOT, kind.sentence, data.toArray());
  }

  /** All there is. */
  public enum Kind {
    WAITING_FOR_DCS("waiting for the DCS"),
    WAITING_FOR_POSTGRES("waiting to see the state of PostgreSQL"),
    WAITING_FOR_SESSION("waiting for a session in the DCS"),
    BUSY("%s is under way"),
    BACKING_OFF("waiting before the next try: %s"),

    CLAIMING_INITIALIZE("the cluster does not exist yet: trying for the right to create it"),
    CREATING_CLUSTER("creating the cluster"),
    ANNOUNCING_CLUSTER("the cluster is created: announcing it and taking the lease"),
    WAITING_FOR_CLUSTER(
        "the cluster does not exist yet; another member is, or may be, about to create it"),
    DCS_LOST_CLUSTER(
        "the DCS has lost the cluster %s, and there is no data here to restore it from: waiting for"
            + " a member that has data; to create a new cluster in its place, remove the file"
            + " .*.hactl-former-cluster beside the data directory, if there is one, and start this"
            + " agent again"),
    STUCK_INITIALIZE(
        "the key initialize is empty and nobody alive is creating the cluster, so that it may never"
            + " be created: if no member is being set up elsewhere, run 'hactl remove', and start"
            + " the agents again"),
    GIVING_UP_INITIALIZE("creating the cluster failed: giving the right to create it back"),
    ADOPTING("the data directory belongs to no cluster yet: it becomes this cluster's"),
    WAITING_FOR_SOURCE("no data here, and no running leader to copy from"),
    CLONING("no data here: copying from %s"),
    NO_DATA_AS_LEADER("holds the lease but has no data: releasing it"),
    REFUSED_SYSTEM_ID(
        "the data directory %s: its system identifier is %s, that of the cluster is %s; move the"
            + " directory away to have this node copied anew, or correct scope"),
    REFUSED_NAME(
        "another agent with the name %s runs at %s; give this one another name (settings key:"
            + " name)"),
    UNUSABLE_DATA("%s"),

    FENCE_NOT_READY("nothing that takes writes is started: %s"),
    LEADER("the leader, holding the lease"),
    PROMOTING("took the lease: promoting"),
    STARTING_PRIMARY("holds the lease: starting PostgreSQL as the primary"),
    RESTARTING_CRASHED("PostgreSQL crashed: starting it again in place"),
    LEASE_ENDING("holds the lease, but it is about to end: nothing is started or promoted on it"),
    WAITING_FOR_START("PostgreSQL is starting up"),
    YIELDING("%s: releasing the lease so that another member takes over"),
    ILL_LEADER("the leader, holding the lease, though %s: no healthy member can take over now"),
    LETTING_GO("%s: not renewing the lease, so that it ends and another member takes over"),
    LOOKING_FOR_SUCCESSOR("%s: asking the other members whether one can take over"),
    TAKING_OVER_OWN_KEY("the leader key is this member's from before: taking it over"),
    SWITCHING_OVER("switchover to %s: stopping PostgreSQL"),
    CHECKING_CANDIDATES("switchover: asking the candidates for their positions"),
    RELEASING_AFTER_STOP("switchover: stopped in order at %s, releasing the lease"),
    CALLING_OFF("switchover called off: %s"),
    SWITCHOVER_PLANNED("the leader, holding the lease; a switchover is planned for %s"),

    ENDING_ORPHANS("the postmaster died: ending the processes it left behind"),
    DEMOTING("does not hold the lease (%s): stopping PostgreSQL"),
    FAILSAFE("the DCS cannot be reached: going on as the leader, as all members agree"),
    READ_ONLY_WITHOUT_DCS("the DCS cannot be reached: running read-only"),

    RACING("no leader: asking the other members for their positions"),
    TAKING_LEASE("no leader, and nobody is ahead: taking the lease"),
    TAKING_LEASE_AS_CANDIDATE("an operator chose this member: taking the lease"),
    TAKING_LEASE_AS_PRIMARY("no leader, and PostgreSQL runs as the primary: taking the lease"),
    TAKING_LEASE_BACK("nobody took over in the switchover: taking the lease back"),
    NOT_TAKING("no leader; not taking the lease: %s"),
    WAL_STILL_ARRIVES(
        "no leader; not racing yet (primary_race_backoff): the former leader's server still sends"
            + " WAL"),
    STARTING_WITHOUT_LEADER("no leader: starting PostgreSQL as a standby"),

    FOLLOWING("a replica, following %s"),
    CHANGING_UPSTREAM("now following %s"),
    STARTING_STANDBY("starting PostgreSQL as a standby of %s"),
    RECOVERING_CRASH("was a primary and did not shut down: crash recovery before it can follow"),
    COMPARING("comparing timelines with the leader %s"),
    WAITING_FOR_LEADER("the leader %s does not run as a primary yet"),
    REWINDING("the WAL left the leader's history at %s: rewinding"),
    STOPPING_TO_REJOIN("the WAL left the leader's history at %s: stopping to rejoin"),
    SETTING_ASIDE("%s: setting the data directory aside to copy anew"),
    REMOVING_DATA("%s: removing the data directory, as the settings ask for, to copy anew"),
    DIVERGED(
        "this member needs an operator: %s, and the settings allow no new copy; run 'hactl reinit',"
            + " or set postgresql.set_aside_diverged_data or postgresql.use_pg_rewind"),
    REINITIALIZING("an operator asked for a new copy of the data"),
    RESTARTING("an operator asked for a restart"),
    KEEPING_SLOTS("bringing the replication slots in step with the members"),
    MOVING_SLOTS("moving the permanent slots on, after the leader's"),
    CONFIGURING("settings changed: writing and reloading them"),

    SYNC_OFF("synchronous mode is off: removing the sync key"),
    LEAVING_SYNC_KEY(
        "waiting to be taken out of the sync key before the data here is given up: until then an"
            + " election may need it"),
    SETTING_SYNC_NAMES("commits are to wait for %s: setting synchronous_standby_names"),
    WRITING_SYNC_KEY("standbys that may be elected: %s: writing the sync key"),
    WAITING_FOR_SYNC_STANDBY("the leader, holding the lease; a synchronous standby is catching up"),

    PAUSED("paused: no automatic action"),
    PAUSED_LEADER("paused: the leader, holding the lease"),

    STOPPING("the agent is ending: stopping PostgreSQL"),
    RELEASING_AT_END("the agent is ending: PostgreSQL is stopped, releasing the lease"),
    ENDED("the agent ends"),
    ENDED_IN_PAUSE("the agent ends; paused: PostgreSQL is left running");

    private final String sentence;

    Kind(String sentence) {
      this.sentence = sentence;
    }
  }
}
