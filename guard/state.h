/* What the agent and the guard share: one page of a file on tmpfs, mapped by both. The same layout is written by
 * io.hactl.agent.fence.SharedState. Each field has one writer and is one aligned word, so nobody ever reads half of
 * one. */
#ifndef HACTL_STATE_H
#define HACTL_STATE_H

#include <stdatomic.h>
#include <stdint.h>

#define STATE_MAGIC UINT64_C(0x0131647261754748) /* 'HGuard1' and the layout's version, 1 */
#define STATE_SIZE 4096

struct state {
  _Atomic uint64_t magic;         /* agent, once */
  _Atomic uint64_t deadline;      /* agent: CLOCK_BOOTTIME in nanoseconds; 0: there is nothing to guard */
  _Atomic uint64_t guard_pid;     /* guard, at its start */
  _Atomic uint64_t guard_ticks;   /* guard: field 22 of its /proc/PID/stat */
  _Atomic uint64_t agent_pid;     /* agent, at its start */
  _Atomic uint64_t agent_ticks;   /* agent, before its pid */
  _Atomic uint64_t grace;         /* agent: nanoseconds from the immediate stop to SIGKILL */
  _Atomic uint64_t acknowledged;  /* guard: the deadline that it sleeps until */
  _Atomic uint64_t fired_at;      /* guard: when it last found the deadline passed */
  _Atomic uint64_t fired;         /* guard: how often it stopped processes */
  _Atomic uint64_t stopped_at;    /* guard: when no process was left after that; 0: not yet */
  _Atomic uint64_t killed;        /* guard: how many processes it sent SIGKILL, in all */
  _Atomic uint64_t wakeups;       /* guard: how often it woke up, in all */
};

#endif
