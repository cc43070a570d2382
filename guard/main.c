/* hactl-guard STATE_FILE DATA_DIRECTORY
 *
 * Stops the PostgreSQL server in the data directory when the deadline in the state file passes without having been
 * moved on: immediately, then by SIGKILL to every process of it, until none is left; and stays at it while the
 * deadline is past, so that none comes back. The agent moves the deadline on with its lease, and puts 0 there where
 * nothing has to be guarded.
 *
 * Sleeps until the deadline it knows; SIGUSR1 tells it of one that is earlier. The lock on the state file says that a
 * guard lives. Ends, and takes the file away, when the agent is gone and there is nothing to guard.
 * See docs/safety.md. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

#include "servers.h"
#include "state.h"

#define MILLI UINT64_C(1000000)
#define SECOND (1000 * MILLI)

/* How long after the deadline the guard looks out often for a server that comes back, and how often. */
#define WATCHFUL (10 * SECOND)
#define LOOK_OFTEN (20 * MILLI)
#define LOOK_SELDOM (500 * MILLI)
#define STEP (2 * MILLI)

enum { WRONG_USAGE = 2, ALREADY_GUARDED = 3, UNUSABLE = 4 };

static struct state *state;
static const char *state_path;
static struct stat state_file;
static int log_to = -1; /* -1: what it has done is in the state alone, for the agent to tell */
static int timer = -1;
static int signals = -1;
static int agent = -1; /* wakes the guard when the agent ends; -1: it has, or the kernel is older than 5.3 */

static uint64_t now(void) {
  struct timespec time;
  clock_gettime(CLOCK_BOOTTIME, &time);
  return (uint64_t)time.tv_sec * SECOND + (uint64_t)time.tv_nsec;
}

static void pause_for(uint64_t nanos) {
  struct timespec time = {.tv_sec = (time_t)(nanos / SECOND), .tv_nsec = (long)(nanos % SECOND)};
  clock_nanosleep(CLOCK_MONOTONIC, 0, &time, NULL);
}

static int refuse(int status, const char *what, const char *why) {
  fprintf(stderr, "hactl-guard: %s: %s\n", what, why);
  return status;
}

/* The file is the agent's own, and the lock on it says that this process guards; it is held to the end. */
static int open_state(void) {
  int file = open(state_path, O_RDWR | O_NOFOLLOW | O_CLOEXEC);
  if (file < 0 || fstat(file, &state_file) != 0) {
    return refuse(UNUSABLE, state_path, strerror(errno));
  }
  if (!S_ISREG(state_file.st_mode) || state_file.st_uid != geteuid() || (state_file.st_mode & 077) != 0 ||
      state_file.st_size < STATE_SIZE) {
    return refuse(UNUSABLE, state_path, "is not a state file of this user's alone");
  }
  struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
  if (fcntl(file, F_SETLK, &lock) != 0) {
    return refuse(ALREADY_GUARDED, state_path, "another guard holds it");
  }
  void *page = mmap(NULL, STATE_SIZE, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  if (page == MAP_FAILED) {
    return refuse(UNUSABLE, state_path, strerror(errno));
  }
  state = page;
  if (atomic_load(&state->magic) != STATE_MAGIC) {
    return refuse(UNUSABLE, state_path, "was written by another version");
  }
  return 0;
}

/* Out of memory, the kernel is to end others first. What was inherited may protect more than 0 does. */
static void become_hard_to_kill(void) {
  int file = open("/proc/self/oom_score_adj", O_RDWR | O_CLOEXEC);
  if (file < 0) {
    return;
  }
  char inherited[16] = "";
  bool exposed = read(file, inherited, sizeof inherited - 1) > 0 && atoi(inherited) > 0;
  if (pwrite(file, "-1000", 5, 0) < 0 && exposed && pwrite(file, "0", 1, 0) < 0) {
    errno = 0; /* it stays as it is */
  }
  close(file);
}

/* Where the user may: memory that is never swapped out, and nobody who has to be waited for. Else it goes without. */
static void become_important(void) {
  mlockall(MCL_CURRENT | MCL_FUTURE);
  struct sched_param priority = {.sched_priority = 50};
  if (sched_setscheduler(0, SCHED_FIFO, &priority) != 0) {
    setpriority(PRIO_PROCESS, 0, -20);
  }
  become_hard_to_kill();
}

/* In a session of its own, deaf to what is meant for others: only SIGKILL ends it. */
static bool stand_alone(void) {
  setsid();
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGUSR1);
  sigprocmask(SIG_BLOCK, &set, NULL);
  signal(SIGHUP, SIG_IGN);
  signal(SIGINT, SIG_IGN);
  signal(SIGTERM, SIG_IGN);
  signal(SIGPIPE, SIG_IGN);
  signals = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
  timer = timerfd_create(CLOCK_BOOTTIME, TFD_CLOEXEC | TFD_NONBLOCK);
  return chdir("/") == 0 && signals >= 0 && timer >= 0;
}

static void set_timer(uint64_t at) {
  struct itimerspec when = {.it_value = {.tv_sec = (time_t)(at / SECOND), .tv_nsec = (long)(at % SECOND)}};
  timerfd_settime(timer, TFD_TIMER_ABSTIME, &when, NULL);
}

/* A write to a file waits for its disk, and no poll tells so: it goes without the line. */
static void choose_log(void) {
  struct stat out;
  if (fstat(STDERR_FILENO, &out) == 0 && (S_ISFIFO(out.st_mode) || S_ISSOCK(out.st_mode) || S_ISCHR(out.st_mode))) {
    log_to = STDERR_FILENO;
  }
}

/* Nothing waits for the line: a pipe that is full goes without it. */
static void tell(const char *line, int length) {
  struct pollfd out = {.fd = log_to, .events = POLLOUT};
  if (length > 0 && poll(&out, 1, 0) == 1 && (out.revents & POLLOUT) != 0) {
    ssize_t written = write(log_to, line, (size_t)length);
    (void)written;
  }
}

static bool agent_lives(void) {
  uint64_t ticks = atomic_load(&state->agent_ticks);
  return ticks != 0 && process_ticks((pid_t)atomic_load(&state->agent_pid)) == ticks;
}

static void meet_agent(void) {
  if (agent >= 0) {
    close(agent);
  }
  agent = process_open((pid_t)atomic_load(&state->agent_pid), atomic_load(&state->agent_ticks));
}

/* Whether the deadline is one that has passed, read now: the agent may have moved it on. */
static bool is_past(void) {
  uint64_t deadline = atomic_load(&state->deadline);
  return deadline != 0 && deadline <= now();
}

/* Whether another state file has taken the place of this one, and with it another guard. */
static bool is_replaced(void) {
  struct stat there;
  return stat(state_path, &there) == 0 &&
         (there.st_dev != state_file.st_dev || there.st_ino != state_file.st_ino);
}

/* Once begun, it is not taken back: what was told to stop may be half gone. */
static void stop_servers(uint64_t deadline) {
  uint64_t begun = now();
  int killed = 0;
  atomic_store(&state->stopped_at, 0);
  atomic_store(&state->fired_at, begun);
  atomic_fetch_add(&state->fired, 1);
  uint64_t kill_at = deadline + atomic_load(&state->grace);
  if (begun < kill_at) {
    servers_quit();
    while (servers_count() > 0 && now() < kill_at) {
      pause_for(STEP);
    }
  }
  /* A process may have been born behind the back of one look, by a parent that was gone at its end; not of two. */
  for (int quiet = 0; quiet < 2;) {
    int found = servers_kill();
    killed += found;
    quiet = found == 0 ? quiet + 1 : 0;
    if (found > 0) {
      pause_for(now() - begun < WATCHFUL ? STEP : LOOK_SELDOM);
    }
  }
  uint64_t done = now();
  atomic_fetch_add(&state->killed, (uint64_t)killed);
  atomic_store(&state->stopped_at, done);
  char line[200];
  tell(line, snprintf(line, sizeof line,
                      "hactl-guard: the lease was not renewed in time: stopped PostgreSQL, begun %llu ms after the "
                      "deadline, none left after %llu ms\n",
                      (unsigned long long)((begun - deadline) / MILLI),
                      (unsigned long long)((done - deadline) / MILLI)));
}

/* Sees to it that nothing runs; returns when to look again. */
static uint64_t enforce(uint64_t deadline) {
  bool late = now() >= deadline + atomic_load(&state->grace);
  int found = late ? servers_kill() : servers_count();
  if (found > 0) {
    stop_servers(deadline);
  }
  uint64_t time = now();
  return time + (time - deadline < WATCHFUL ? LOOK_OFTEN : LOOK_SELDOM);
}

static void wait_for_something(void) {
  struct pollfd sources[] = {
      {.fd = timer, .events = POLLIN}, {.fd = signals, .events = POLLIN}, {.fd = agent, .events = POLLIN}};
  if (poll(sources, 3, -1) <= 0) {
    return;
  }
  uint64_t expirations;
  struct signalfd_siginfo signal;
  if (read(timer, &expirations, sizeof expirations) < 0) {
    expirations = 0;
  }
  while (read(signals, &signal, sizeof signal) == (ssize_t)sizeof signal) {
    meet_agent();
  }
  if (sources[2].revents != 0) {
    meet_agent(); /* it has ended, and perhaps another has taken its place */
  }
}

static void guard(void) {
  for (;;) {
    atomic_fetch_add(&state->wakeups, 1);
    uint64_t deadline = atomic_load(&state->deadline);
    bool gone = !agent_lives();
    if (deadline == 0 && gone) {
      return;
    }
    if (is_past() && is_replaced()) {
      return;
    }
    uint64_t wake = deadline;
    if (deadline != 0 && is_past()) {
      wake = enforce(deadline);
      if (gone) {
        return; /* nothing is left, and nobody is there who could start it again */
      }
    }
    if (agent < 0 && !gone && (wake == 0 || wake > now() + SECOND)) {
      wake = now() + SECOND; /* the end of the agent wakes nobody here: look now and then */
    }
    set_timer(wake);
    atomic_store(&state->acknowledged, deadline);
    wait_for_something();
  }
}

int main(int count, char **arguments) {
  if (count != 3) {
    fprintf(stderr, "Usage: hactl-guard STATE_FILE DATA_DIRECTORY\nStarted by hactl-agent; not meant for people.\n");
    return WRONG_USAGE;
  }
  state_path = arguments[1];
  if (!stand_alone() || !servers_open(arguments[2])) {
    return refuse(UNUSABLE, "cannot start", strerror(errno));
  }
  int status = open_state();
  if (status != 0) {
    return status;
  }
  choose_log();
  become_important();
  meet_agent();
  atomic_store(&state->acknowledged, 0);
  atomic_store(&state->guard_ticks, process_ticks(getpid()));
  atomic_store(&state->guard_pid, (uint64_t)getpid());
  guard();
  if (!is_replaced()) {
    unlink(state_path);
  }
  return 0;
}
