/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-search-transport.h"

#include "nabla-label.h"

#include <glib/gi18n-lib.h>

struct _NablaSearchTransport {
  GtkBox parent_instance;
  NablaSearchModel *model;
  GtkButton *play;
  GtkButton *reset;
  GtkButton *finish;
  GtkButton *refine;
  GtkProgressBar *progress;
  GtkLabel *where;
  GtkLabel *count;
  GtkLabel *running;
};

G_DEFINE_FINAL_TYPE (NablaSearchTransport, nabla_search_transport, GTK_TYPE_BOX)

static char *
describe_place (const NablaSearchStatus *status)
{
  switch (status->state)
    {
    case NABLA_SEARCH_READING:
      return g_strdup (status->round == 0 && status->n_planned == 0 ? "" : _("reading the data"));
    case NABLA_SEARCH_DONE:
      return g_strdup (_("done; a finer round looks around the best, or in the box that you draw"));
    case NABLA_SEARCH_CANCELLED:
      return g_strdup (_("given up; what is finished is kept"));
    case NABLA_SEARCH_BROKEN:
      return g_strdup (_("broken off"));
    case NABLA_SEARCH_PAUSED:
    case NABLA_SEARCH_RUNNING:
    default:
      if (status->n_rungs > 1)
        return g_strdup_printf (_("round %1$u of %2$u, halving %3$u of %4$u"), status->round, status->rounds,
                                status->rung + 1, status->n_rungs);
      return g_strdup_printf (_("round %1$u of %2$u"), status->round, status->rounds);
    }
}

static void
show_count (NablaSearchTransport *self, const NablaSearchStatus *status)
{
  char over[NABLA_LABEL_LENGTH], planned[NABLA_LABEL_LENGTH];
  g_autofree char *bold = g_strdup_printf ("<span size='13500' weight='bold'>%s</span>",
                                           nabla_label_count (status->n_over, over));
  /* Translators: 72 of 80 trials; the first number is large. Keep the markup. */
  g_autofree char *text = g_strdup_printf (_("%1$s <span size='9000'>of %2$s trials</span>"), bold,
                                           nabla_label_count (status->n_planned, planned));
  gtk_label_set_markup (self->count, text);
  g_autofree char *running
      = status->state == NABLA_SEARCH_PAUSED
            ? g_strdup (_("paused"))
            : g_strdup_printf (ngettext ("%u running", "%u running", status->n_running), status->n_running);
  g_autofree char *stored = g_strdup_printf (
      ngettext ("%u was run earlier", "%u were run earlier", status->n_stored), status->n_stored);
  gtk_label_set_text (self->running, status->state <= NABLA_SEARCH_PAUSED ? running
                                     : status->n_stored > 0               ? stored
                                                                          : "");
}

static void
state_changed_cb (NablaSearchTransport *self)
{
  NablaSearchStatus status;
  nabla_search_model_get_status (self->model, &status);
  gboolean has_begun = nabla_search_model_search (self->model) != NULL;
  gboolean goes = nabla_search_model_is_running (self->model);
  gboolean is_open = has_begun && status.state <= NABLA_SEARCH_PAUSED;
  const char *name = goes ? _("Pause") : _("Search");
  gtk_button_set_icon_name (self->play, goes ? "media-playback-pause-symbolic" : "media-playback-start-symbolic");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->play), goes ? _("Pause (Space)") : _("Search (Space)"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->play), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_widget_set_visible (GTK_WIDGET (self->finish), is_open);
  gtk_widget_set_visible (GTK_WIDGET (self->refine), has_begun && status.state == NABLA_SEARCH_DONE);
  gtk_widget_set_visible (GTK_WIDGET (self->progress), has_begun);
  gtk_progress_bar_set_fraction (self->progress,
                                 status.n_planned > 0 ? (double) status.n_over / status.n_planned : 0);
  g_autofree char *where = has_begun ? describe_place (&status)
                                     : g_strdup (_("The ranges at the left say what is tried. Press play to begin."));
  gtk_label_set_text (self->where, where);
  gtk_widget_set_visible (GTK_WIDGET (self->count), has_begun);
  show_count (self, &status);
  if (!has_begun)
    gtk_label_set_text (self->running, "");
}

void
nabla_search_transport_set_narrow (NablaSearchTransport *self, gboolean narrow)
{
  g_return_if_fail (NABLA_IS_SEARCH_TRANSPORT (self));

  gtk_widget_set_visible (GTK_WIDGET (self->running), !narrow);
  gtk_widget_set_visible (GTK_WIDGET (self->where), !narrow);
}

static void
nabla_search_transport_dispose (GObject *object)
{
  g_clear_object (&NABLA_SEARCH_TRANSPORT (object)->model);
  G_OBJECT_CLASS (nabla_search_transport_parent_class)->dispose (object);
}

static gboolean
nabla_search_transport_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (NABLA_SEARCH_TRANSPORT (widget)->play));
}

static void
nabla_search_transport_class_init (NablaSearchTransportClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  G_OBJECT_CLASS (klass)->dispose = nabla_search_transport_dispose;
  widget_class->grab_focus = nabla_search_transport_grab_focus;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/nabla/Nabla/app/nabla-search-transport.ui");
  gtk_widget_class_bind_template_child (widget_class, NablaSearchTransport, play);
  gtk_widget_class_bind_template_child (widget_class, NablaSearchTransport, reset);
  gtk_widget_class_bind_template_child (widget_class, NablaSearchTransport, finish);
  gtk_widget_class_bind_template_child (widget_class, NablaSearchTransport, refine);
  gtk_widget_class_bind_template_child (widget_class, NablaSearchTransport, progress);
  gtk_widget_class_bind_template_child (widget_class, NablaSearchTransport, where);
  gtk_widget_class_bind_template_child (widget_class, NablaSearchTransport, count);
  gtk_widget_class_bind_template_child (widget_class, NablaSearchTransport, running);
}

static void
nabla_search_transport_init (NablaSearchTransport *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
nabla_search_transport_new (NablaSearchModel *model)
{
  g_return_val_if_fail (NABLA_IS_SEARCH_MODEL (model), NULL);

  NablaSearchTransport *self = g_object_new (NABLA_TYPE_SEARCH_TRANSPORT, NULL);
  self->model = g_object_ref (model);
  g_signal_connect_object (model, "state-changed", G_CALLBACK (state_changed_cb), self, G_CONNECT_SWAPPED);
  state_changed_cb (self);
  return GTK_WIDGET (self);
}
