/* A pool that works in step.
 *
 * A job is a generation number: the caller writes what is to be done, raises the
 * number and works along as thread 0. Workers spin on the number for some
 * microseconds, so that one training step follows the other at once, then sleep
 * on a condition until it rises. In the barrier inside a job the last to arrive
 * opens the next round. C11 atomics and pthread only, which the thread sanitizer
 * sees through.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-pool.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

/* About 50 µs: longer than the gap between steps, shorter than anybody minds. */
#define SPINS_BEFORE_SLEEP 2000
#define SPINS_BEFORE_YIELD 20000
#define NICE 10

typedef struct {
  NablaPool *pool;
  guint number;
  pthread_t thread;
} Worker;

struct _NablaPool {
  guint n_threads;
  gboolean crowded; /* more threads than cores */
  Worker *workers;

  /* the job; written before the generation is raised */
  void (*work) (gpointer data, guint thread, guint n_threads);
  gpointer data;
  guint taking_part;

  _Alignas (64) atomic_uint generation;
  _Alignas (64) atomic_uint done;
  _Alignas (64) atomic_uint arrived;
  _Alignas (64) atomic_uint round;
  atomic_bool quit;

  pthread_mutex_t mutex;
  pthread_cond_t wake;
  atomic_uint sleepers;
};

/* Somebody who is waited for needs a core: with more threads than cores, the
 * waiting give theirs away at once. */
static inline void
relax (const NablaPool *self, guint spins)
{
  if (self->crowded || spins > SPINS_BEFORE_YIELD)
    sched_yield ();
#if defined(__x86_64__)
  else
    _mm_pause ();
#endif
}

void
nabla_flush_denormals (void)
{
#if defined(__x86_64__)
  /* flush to zero, denormals are zero; writing is slow, and mostly they are set */
  if ((_mm_getcsr () & 0x8040) != 0x8040)
    _mm_setcsr (_mm_getcsr () | 0x8040);
#elif defined(__aarch64__)
  guint64 fpcr;
  __asm__ volatile ("mrs %0, fpcr" : "=r"(fpcr));
  __asm__ volatile ("msr fpcr, %0" : : "r"(fpcr | (1u << 24)));
#endif
}

/* Waits until the generation is no longer @seen. */
static guint
await_generation (NablaPool *self, guint seen)
{
  guint now;
  for (guint spins = 0; spins < SPINS_BEFORE_SLEEP && !self->crowded; spins++)
    {
      now = atomic_load_explicit (&self->generation, memory_order_acquire);
      if (now != seen)
        return now;
      relax (self, 0);
    }

  pthread_mutex_lock (&self->mutex);
  atomic_fetch_add (&self->sleepers, 1);
  while ((now = atomic_load (&self->generation)) == seen)
    pthread_cond_wait (&self->wake, &self->mutex);
  atomic_fetch_sub (&self->sleepers, 1);
  pthread_mutex_unlock (&self->mutex);
  return now;
}

static void *
worker_main (void *data)
{
  Worker *worker = data;
  NablaPool *self = worker->pool;
  guint seen = 0;

  setpriority (PRIO_PROCESS, syscall (SYS_gettid), NICE);
  nabla_flush_denormals ();
  for (;;)
    {
      seen = await_generation (self, seen);
      if (atomic_load (&self->quit))
        return NULL;
      if (worker->number < self->taking_part)
        self->work (self->data, worker->number, self->taking_part);
      atomic_fetch_add_explicit (&self->done, 1, memory_order_release);
    }
}

NablaPool *
nabla_pool_new (guint n_threads)
{
  NablaPool *self = g_aligned_alloc0 (1, sizeof *self, _Alignof (NablaPool));
  self->n_threads = n_threads > 0 ? n_threads : MAX (1, g_get_num_processors ());
  self->crowded = self->n_threads > g_get_num_processors ();
  self->workers = g_new0 (Worker, self->n_threads);
  pthread_mutex_init (&self->mutex, NULL);
  pthread_cond_init (&self->wake, NULL);
  for (guint i = 1; i < self->n_threads; i++)
    {
      self->workers[i] = (Worker) { self, i, 0 };
      if (pthread_create (&self->workers[i].thread, NULL, worker_main, &self->workers[i]) != 0)
        self->n_threads = i; /* the system gives no more: work with what there is */
    }
  return self;
}

/* Tells all workers that there is something new, sleepers too. */
static void
raise_generation (NablaPool *self)
{
  atomic_fetch_add (&self->generation, 1);
  if (atomic_load (&self->sleepers) > 0)
    {
      pthread_mutex_lock (&self->mutex);
      pthread_cond_broadcast (&self->wake);
      pthread_mutex_unlock (&self->mutex);
    }
}

void
nabla_pool_free (NablaPool *self)
{
  if (self == NULL)
    return;
  atomic_store (&self->quit, TRUE);
  raise_generation (self);
  for (guint i = 1; i < self->n_threads; i++)
    pthread_join (self->workers[i].thread, NULL);
  pthread_cond_destroy (&self->wake);
  pthread_mutex_destroy (&self->mutex);
  g_free (self->workers);
  g_aligned_free (self);
}

guint
nabla_pool_n_threads (const NablaPool *self)
{
  g_return_val_if_fail (self != NULL, 1);

  return self->n_threads;
}

void
nabla_pool_run (NablaPool *self,
                guint n_threads,
                void (*work) (gpointer data, guint thread, guint n_threads),
                gpointer data)
{
  g_return_if_fail (self != NULL && work != NULL);

  n_threads = CLAMP (n_threads, 1, self->n_threads);
  if (n_threads == 1)
    {
      self->taking_part = 1;
      work (data, 0, 1);
      return;
    }
  self->work = work;
  self->data = data;
  self->taking_part = n_threads;
  atomic_store (&self->arrived, 0);
  atomic_store (&self->round, 0);
  atomic_store (&self->done, 0);
  raise_generation (self);
  work (data, 0, n_threads);
  /* Workers that take no part answer too, so that nobody looks at an old job. */
  for (guint spins = 0; atomic_load_explicit (&self->done, memory_order_acquire) < self->n_threads - 1; spins++)
    relax (self, spins);
}

void
nabla_pool_barrier (NablaPool *self)
{
  guint n = self->taking_part;
  if (n == 1)
    return;
  guint round = atomic_load_explicit (&self->round, memory_order_relaxed);
  if (atomic_fetch_add_explicit (&self->arrived, 1, memory_order_acq_rel) + 1 == n)
    {
      atomic_store_explicit (&self->arrived, 0, memory_order_relaxed);
      atomic_store_explicit (&self->round, round + 1, memory_order_release);
    }
  else
    for (guint spins = 0; atomic_load_explicit (&self->round, memory_order_acquire) == round; spins++)
      relax (self, spins);
}
