/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-mailbox.h"

#include <stdatomic.h>

struct _NablaMailbox {
  _Atomic (gpointer) item;
  GDestroyNotify destroy;
};

NablaMailbox *
nabla_mailbox_new (GDestroyNotify destroy)
{
  NablaMailbox *self = g_new0 (NablaMailbox, 1);
  self->destroy = destroy;
  return self;
}

static void
drop (NablaMailbox *self, gpointer item)
{
  if (item != NULL && self->destroy != NULL)
    self->destroy (item);
}

void
nabla_mailbox_free (NablaMailbox *self)
{
  if (self == NULL)
    return;
  drop (self, nabla_mailbox_take (self));
  g_free (self);
}

gboolean
nabla_mailbox_is_empty (NablaMailbox *self)
{
  g_return_val_if_fail (self != NULL, TRUE);

  return atomic_load_explicit (&self->item, memory_order_relaxed) == NULL;
}

void
nabla_mailbox_put (NablaMailbox *self, gpointer item)
{
  g_return_if_fail (self != NULL && item != NULL);

  drop (self, atomic_exchange_explicit (&self->item, item, memory_order_acq_rel));
}

gpointer
nabla_mailbox_take (NablaMailbox *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return atomic_exchange_explicit (&self->item, NULL, memory_order_acq_rel);
}
