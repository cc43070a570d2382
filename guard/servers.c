/* Finds processes by where and what they run, in /proc alone: no file of the data directory is touched, so neither a
 * stale postmaster.pid nor a frozen disk matters. Allocates nothing. */
#include "servers.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

struct entry { /* as getdents64(2) returns it */
  uint64_t inode;
  int64_t offset;
  unsigned short length;
  unsigned char type;
  char name[];
};

typedef void visitor(pid_t pid, int pidfd);

static char directory[PATH_MAX];
static int proc = -1;

bool servers_open(const char *data_directory) {
  if (realpath(data_directory, directory) == NULL) {
    /* Not there yet: it is created later, and its parent has no links that could change the name. */
    if (strlen(data_directory) >= sizeof directory) {
      fprintf(stderr, "hactl-guard: the data directory's name is too long\n");
      return false;
    }
    strcpy(directory, data_directory);
  }
  proc = open("/proc", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (proc < 0) {
    perror("hactl-guard: /proc cannot be opened");
    return false;
  }
  return true;
}

/* What the link /proc/PID/NAME points to, without the mark of a file that was removed since. */
static bool read_link(const char *pid, const char *name, char *target, size_t size) {
  static const char deleted[] = " (deleted)";
  char path[64];
  snprintf(path, sizeof path, "%.20s/%s", pid, name);
  ssize_t length = readlinkat(proc, path, target, size - 1);
  if (length <= 0) {
    return false;
  }
  target[length] = '\0';
  size_t mark = sizeof deleted - 1;
  if ((size_t)length > mark && strcmp(target + length - mark, deleted) == 0) {
    target[length - mark] = '\0';
  }
  return true;
}

static bool is_server(const char *pid) {
  static char target[PATH_MAX];
  if (!read_link(pid, "cwd", target, sizeof target) || strcmp(target, directory) != 0) {
    return false;
  }
  if (!read_link(pid, "exe", target, sizeof target)) {
    return false;
  }
  const char *slash = strrchr(target, '/');
  const char *program = slash == NULL ? target : slash + 1;
  return strcmp(program, "postgres") == 0 || strcmp(program, "postmaster") == 0;
}

/* State, parent and start of a process. The program's name stands in parentheses and may hold anything. */
static bool read_stat(pid_t pid, char *state, pid_t *parent, uint64_t *ticks) {
  static char line[1024];
  char path[32];
  snprintf(path, sizeof path, "%d/stat", (int)pid);
  int file = openat(proc, path, O_RDONLY | O_CLOEXEC);
  if (file < 0) {
    return false;
  }
  ssize_t length = read(file, line, sizeof line - 1);
  close(file);
  if (length <= 0) {
    return false;
  }
  line[length] = '\0';
  const char *field = strrchr(line, ')');
  if (field == NULL || strlen(field) < 5) {
    return false;
  }
  field += 2;
  *state = *field;
  *parent = (pid_t)strtol(field + 2, NULL, 10);
  for (int skipped = 0; skipped < 19; skipped++) {
    field = strchr(field, ' ');
    if (field == NULL) {
      return false;
    }
    field++;
  }
  *ticks = strtoull(field, NULL, 10);
  return true;
}

uint64_t process_ticks(pid_t pid) {
  char state;
  pid_t parent;
  uint64_t ticks;
  return read_stat(pid, &state, &parent, &ticks) && state != 'Z' && state != 'X' ? ticks : 0;
}

static int open_pidfd(pid_t pid) { return (int)syscall(SYS_pidfd_open, pid, 0); }

int process_open(pid_t pid, uint64_t ticks) {
  int pidfd = pid > 0 && ticks != 0 ? open_pidfd(pid) : -1;
  if (pidfd >= 0 && process_ticks(pid) != ticks) {
    close(pidfd);
    return -1;
  }
  return pidfd;
}

/* A kernel before 5.3 has no such descriptors. */
static void send_signal(pid_t pid, int pidfd, int signal) {
  if (pidfd < 0) {
    kill(pid, signal);
  } else {
    syscall(SYS_pidfd_send_signal, pidfd, signal, NULL, 0);
  }
}

static void quit_postmaster(pid_t pid, int pidfd) {
  char state;
  char name[16];
  pid_t parent;
  uint64_t ticks;
  if (!read_stat(pid, &state, &parent, &ticks)) {
    return;
  }
  snprintf(name, sizeof name, "%d", (int)parent);
  if (!is_server(name)) {
    send_signal(pid, pidfd, SIGQUIT);
  }
}

static void kill_process(pid_t pid, int pidfd) { send_signal(pid, pidfd, SIGKILL); }

/* Looks at the process again when its descriptor is open: from then on the number cannot be another's. */
static int visit(const char *name, visitor *visitor) {
  if (!is_server(name)) {
    return 0;
  }
  if (visitor != NULL) {
    pid_t pid = (pid_t)strtol(name, NULL, 10);
    int pidfd = open_pidfd(pid);
    if (pidfd < 0 && errno != ENOSYS) {
      return 0;
    }
    if (is_server(name)) {
      visitor(pid, pidfd);
    }
    if (pidfd >= 0) {
      close(pidfd);
    }
  }
  return 1;
}

static int each_server(visitor *visitor) {
  static char buffer[32768] __attribute__((aligned(8)));
  int found = 0;
  lseek(proc, 0, SEEK_SET);
  for (;;) {
    long length = syscall(SYS_getdents64, proc, buffer, sizeof buffer);
    if (length <= 0) {
      return found;
    }
    for (long at = 0; at < length;) {
      const struct entry *entry = (const struct entry *)(const void *)(buffer + at);
      at += entry->length;
      if (entry->name[0] >= '1' && entry->name[0] <= '9') {
        found += visit(entry->name, visitor);
      }
    }
  }
}

int servers_count(void) { return each_server(NULL); }

void servers_quit(void) { each_server(quit_postmaster); }

int servers_kill(void) { return each_server(kill_process); }
