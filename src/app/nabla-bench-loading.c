/* What says that data are being read or a network is being built, and gives it up.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-bench-page-private.h"

#include "nabla-message.h"

#include <glib/gi18n-lib.h>

/* What is there sooner needs no word. */
#define PATIENCE_MS 250
#define LOADING_WIDTH 360

static gboolean
patience_cb (gpointer data)
{
  NablaBenchPage *self = data;
  self->loading_timeout = 0;
  gtk_widget_set_visible (self->loading, TRUE);
  return G_SOURCE_REMOVE;
}

void
nabla_bench_page_update_loading (NablaBenchPage *self)
{
  if (!nabla_session_is_loading (self->session))
    {
      g_clear_handle_id (&self->loading_timeout, g_source_remove);
      gtk_widget_set_visible (self->loading, FALSE);
    }
  else if (self->loading_timeout == 0 && !gtk_widget_get_visible (self->loading))
    self->loading_timeout = g_timeout_add (PATIENCE_MS, patience_cb, self);
}

GtkWidget *
nabla_bench_page_make_loading (NablaBenchPage *self, GtkWidget *child)
{
  GtkWidget *overlay = gtk_overlay_new ();
  self->loading = nabla_message_new_strip (NABLA_MESSAGE_PLAIN, NULL, _("Reading Data and Building the Network…"),
                                           _("Until then, you see the run before."));
  GtkWidget *cancel = nabla_message_add_button (NABLA_MESSAGE (self->loading), _("Cancel"), FALSE, FALSE);
  g_signal_connect_object (cancel, "clicked", G_CALLBACK (nabla_session_cancel), self->session, G_CONNECT_SWAPPED);
  gtk_widget_add_css_class (self->loading, "nabla-floating");
  gtk_widget_set_size_request (self->loading, LOADING_WIDTH, -1);
  gtk_widget_set_halign (self->loading, GTK_ALIGN_CENTER);
  gtk_widget_set_valign (self->loading, GTK_ALIGN_CENTER);
  gtk_widget_set_visible (self->loading, FALSE);
  gtk_overlay_set_child (GTK_OVERLAY (overlay), child);
  gtk_overlay_add_overlay (GTK_OVERLAY (overlay), self->loading);
  return overlay;
}
