/* What the list of runs and its rows share.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-runs-model.h"

G_BEGIN_DECLS

struct _NablaRunsItem
{
  GObject parent_instance;
  NablaRunsModel *model; /* (nullable) not owned: it says when it goes */
  guint position;
  gint64 id;
  gboolean is_new; /* pointed to another row since it was last refreshed */
  gboolean is_read;
  gboolean is_there;
  NablaStoreRow row;
};

/* The place has another row now. */
void nabla_runs_item_point (NablaRunsItem *self, gint64 id);

/* Reads the row again, and tells if it is another one. */
void nabla_runs_item_refresh (NablaRunsItem *self);

/* Returns: whether the store has the row */
gboolean nabla_runs_model_look_up (NablaRunsModel *self, gint64 id, NablaStoreRow *row);

/* @item is gone. */
void nabla_runs_model_forget (NablaRunsModel *self, NablaRunsItem *item);

G_END_DECLS
