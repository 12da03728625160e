/* Mailbox: one slot between the worker and the window, latest wins.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * NablaMailbox:
 *
 * A slot for one item, swapped by C11 atomics: neither side ever waits. What is
 * in the slot belongs to the slot; what is taken belongs to the taker.
 */
typedef struct _NablaMailbox NablaMailbox;

/**
 * nabla_mailbox_new:
 * @destroy: frees an item that nobody took
 *
 * Returns: (transfer full): an empty mailbox; free with nabla_mailbox_free ()
 */
NablaMailbox *nabla_mailbox_new (GDestroyNotify destroy);
void nabla_mailbox_free (NablaMailbox *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NablaMailbox, nabla_mailbox_free)

/* Returns: whether nothing waits in the slot: the time to publish while running */
gboolean nabla_mailbox_is_empty (NablaMailbox *self);

/**
 * nabla_mailbox_put:
 * @item: (transfer full): replaces what is there, which is destroyed
 */
void nabla_mailbox_put (NablaMailbox *self, gpointer item);

/* Returns: (transfer full) (nullable): what was in the slot, which is empty now */
gpointer nabla_mailbox_take (NablaMailbox *self);

G_END_DECLS
