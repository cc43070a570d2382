/* The processes of the PostgreSQL server in one data directory. */
#ifndef HACTL_SERVERS_H
#define HACTL_SERVERS_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

/* Remembers the directory, as /proc shows it, and opens /proc. Returns false with a message on stderr. */
bool servers_open(const char *data_directory);

/* How many processes of the server there are now. */
int servers_count(void);

/* Tells each postmaster to stop immediately; its children are told by it. */
void servers_quit(void);

/* Sends SIGKILL to every process of the server; returns how many there were. */
int servers_kill(void);

/* When the process started, in clock ticks since boot; 0: there is none, or it is dead. */
uint64_t process_ticks(pid_t pid);

/* A descriptor of that very process, not of a later one with its number; -1: it is gone, or the kernel has none. */
int process_open(pid_t pid, uint64_t ticks);

#endif
