/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-figure-slot.h"

#include "nabla-mailbox.h"
#include "nabla-text.h"

#include <stdatomic.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

/* As the threads that train: the window comes before both. */
#define NICE 10

struct _NablaFigureSlot
{
  gint ref_count;
  void (*ready) (gpointer data);
  gpointer data;
  NablaMailbox *requests;
  NablaMailbox *frames;
  NablaFigureStore *store; /* of the drawing thread */
  atomic_bool is_queued;
  atomic_bool is_closed;
};

static void
slot_unref (NablaFigureSlot *self)
{
  if (!g_atomic_int_dec_and_test (&self->ref_count))
    return;
  nabla_mailbox_free (self->requests);
  nabla_mailbox_free (self->frames);
  nabla_figure_store_free (self->store);
  g_free (self);
}

static gboolean
ready_cb (gpointer data)
{
  NablaFigureSlot *self = data;
  if (!atomic_load (&self->is_closed))
    self->ready (self->data);
  return G_SOURCE_REMOVE;
}

static void
serve (NablaFigureSlot *self, PangoContext *pango)
{
  atomic_store (&self->is_queued, FALSE);
  NablaFigureRequest *request = nabla_mailbox_take (self->requests);
  if (request == NULL || atomic_load (&self->is_closed))
    {
      g_clear_pointer (&request, nabla_figure_request_free);
      slot_unref (self);
      return;
    }
  nabla_mailbox_put (self->frames, nabla_figure_frame_new (request, self->store, pango));
  /* The callback takes over this thread's reference. */
  g_idle_add_full (G_PRIORITY_DEFAULT, ready_cb, self, (GDestroyNotify) slot_unref);
}

static gpointer
draw_thread (gpointer data)
{
  GAsyncQueue *queue = data;
  setpriority (PRIO_PROCESS, (id_t) syscall (SYS_gettid), NICE);
  PangoContext *pango = nabla_text_context_new ();
  while (TRUE)
    serve (g_async_queue_pop (queue), pango);
  return NULL;
}

static GAsyncQueue *
get_queue (void)
{
  static GAsyncQueue *queue = NULL;
  if (g_once_init_enter (&queue))
    {
      GAsyncQueue *created = g_async_queue_new ();
      g_thread_unref (g_thread_new ("draw figures", draw_thread, created));
      g_once_init_leave (&queue, created);
    }
  return queue;
}

NablaFigureSlot *
nabla_figure_slot_new (void (*ready) (gpointer data), gpointer data)
{
  g_return_val_if_fail (ready != NULL, NULL);

  NablaFigureSlot *self = g_new0 (NablaFigureSlot, 1);
  self->ref_count = 1;
  self->ready = ready;
  self->data = data;
  self->requests = nabla_mailbox_new ((GDestroyNotify) nabla_figure_request_free);
  self->frames = nabla_mailbox_new ((GDestroyNotify) nabla_figure_frame_free);
  self->store = nabla_figure_store_new ();
  return self;
}

void
nabla_figure_slot_close (NablaFigureSlot *self)
{
  g_return_if_fail (self != NULL);

  atomic_store (&self->is_closed, TRUE);
  slot_unref (self);
}

void
nabla_figure_slot_request (NablaFigureSlot *self, NablaFigureRequest *request)
{
  g_return_if_fail (self != NULL && request != NULL);

  nabla_mailbox_put (self->requests, request);
  if (atomic_exchange (&self->is_queued, TRUE))
    return;
  g_atomic_int_inc (&self->ref_count);
  g_async_queue_push (get_queue (), self);
}

NablaFigureFrame *
nabla_figure_slot_take (NablaFigureSlot *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return nabla_mailbox_take (self->frames);
}
