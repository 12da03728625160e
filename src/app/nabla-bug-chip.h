/* The chip that stands in the transport for as long as a bug is planted.
 *
 * It says that there is one, and not which: that is for the student to find out. If the
 * bug changes nothing in this network, it says so.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-session.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define NABLA_TYPE_BUG_CHIP (nabla_bug_chip_get_type ())
G_DECLARE_FINAL_TYPE (NablaBugChip, nabla_bug_chip, NABLA, BUG_CHIP, GtkBox)

/* Returns: (transfer floating): a chip that follows @session, hidden without a bug */
GtkWidget *nabla_bug_chip_new (NablaSession *session);

G_END_DECLS
