/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-race-arenas.h"

#include "nabla-figure-view.h"
#include "nabla-param-row.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#define COLUMNS 3
/* The picture of an arena, and how many cells of its terrain are computed for it */
#define PICTURE_WIDTH 80 /* about, as wide as there is room */
#define PICTURE_HEIGHT 52
#define CELLS 48

typedef struct
{
  const char *name;
  GtkToggleButton *button;
  NablaFigureView *view; /* (nullable): of a bowl */
} Choice;

struct _NablaRaceArenas
{
  GtkBox parent_instance;
  NablaRaceModel *model;
  GArray *choices;
  GtkListBox *rows;
  const NablaBowlArena *shown; /* whose settings the rows are */
  GPtrArray *params;           /* of NablaParamRow, one a setting of the arena */
  NablaParamRow *noise;
  gboolean in_change;
};

G_DEFINE_FINAL_TYPE (NablaRaceArenas, nabla_race_arenas, GTK_TYPE_BOX)

/* Beside the settings of an arena: what a mini-batch does to a gradient. */
static const NablaParamSpec noise_spec
    = { "noise",
        N_ ("Gradient noise"),
        NULL,
        N_ ("How much each gradient is off, as a mini-batch's is: a standard deviation."),
        NABLA_PARAM_REAL,
        0,
        100,
        0,
        NABLA_SCALE_LINEAR,
        NULL };

static void
toggled_cb (GtkToggleButton *button, NablaRaceArenas *self)
{
  g_autoptr (GError) error = NULL;
  if (self->in_change || !gtk_toggle_button_get_active (button))
    return;
  for (guint i = 0; i < self->choices->len; i++)
    {
      const Choice *choice = &g_array_index (self->choices, Choice, i);
      if (choice->button == button && !nabla_race_model_open (self->model, choice->name, &error))
        g_signal_emit_by_name (self->model, "failed", error);
    }
}

static void
dark_changed_cb (NablaFigureView *view)
{
  nabla_figure_view_set_dark (view, adw_style_manager_get_dark (adw_style_manager_get_default ()));
}

static GtkWidget *
make_picture (const NablaBowlArena *arena, NablaFigureView **view)
{
  const NablaFigure *figure = arena != NULL ? nabla_figure_find ("bowl", NULL) : NULL;
  if (figure == NULL)
    {
      GtkWidget *image = gtk_image_new_from_icon_name ("nabla-network-symbolic");
      return image;
    }
  GtkWidget *picture = nabla_figure_view_new (figure);
  *view = NABLA_FIGURE_VIEW (picture);
  gtk_widget_set_can_focus (picture, FALSE);
  gtk_widget_set_can_target (picture, FALSE);
  g_signal_connect_object (adw_style_manager_get_default (), "notify::dark",
                           G_CALLBACK (dark_changed_cb), picture, G_CONNECT_SWAPPED);
  dark_changed_cb (*view);
  return picture;
}

static void
add_choice (NablaRaceArenas *self,
            GtkGrid *grid,
            const char *name,
            const char *title,
            const char *help,
            const NablaBowlArena *arena)
{
  Choice choice = { .name = name };
  GtkWidget *button = gtk_toggle_button_new (), *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  GtkWidget *frame = gtk_overlay_new (), *label = gtk_label_new (title);
  GtkWidget *picture = make_picture (arena, &choice.view);
  /* A figure would like to be larger than this. */
  GtkWidget *room = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_widget_set_size_request (room, -1, PICTURE_HEIGHT);
  gtk_overlay_set_child (GTK_OVERLAY (frame), room);
  gtk_overlay_add_overlay (GTK_OVERLAY (frame), picture);
  gtk_widget_set_overflow (frame, GTK_OVERFLOW_HIDDEN);
  gtk_widget_add_css_class (frame, "nabla-race-picture");
  gtk_widget_add_css_class (label, "nabla-caption");
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_box_append (GTK_BOX (box), frame);
  gtk_box_append (GTK_BOX (box), label);
  gtk_button_set_child (GTK_BUTTON (button), box);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "nabla-race-arena");
  gtk_widget_set_tooltip_text (button, help);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, title,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, help, -1);
  gtk_widget_set_name (button, name);
  choice.button = GTK_TOGGLE_BUTTON (button);
  if (self->choices->len > 0)
    gtk_toggle_button_set_group (choice.button, g_array_index (self->choices, Choice, 0).button);
  g_signal_connect_object (button, "toggled", G_CALLBACK (toggled_cb), self, 0);
  gtk_grid_attach (grid, button, self->choices->len % COLUMNS, self->choices->len / COLUMNS, 1, 1);
  if (choice.view != NULL)
    {
      g_autoptr (NablaSnapshot) thumbnail
          = nabla_bowl_arena_thumbnail (arena, NULL, CELLS, CELLS * PICTURE_HEIGHT / PICTURE_WIDTH);
      nabla_figure_view_set_snapshot (choice.view, thumbnail);
    }
  g_array_append_val (self->choices, choice);
}

static void
setting_changed_cb (NablaParamRow *row, const char *text, NablaRaceArenas *self)
{
  guint index;
  if (self->in_change)
    return;
  if (row == self->noise)
    nabla_race_model_set_noise (self->model, nabla_param_row_get_value (row));
  else if (g_ptr_array_find (self->params, row, &index))
    nabla_race_model_set_setting (self->model, index, nabla_param_row_get_value (row));
}

static NablaParamRow *
add_row (NablaRaceArenas *self, const NablaParamSpec *spec)
{
  GtkWidget *row = nabla_param_row_new (spec);
  gtk_list_box_append (self->rows, row);
  g_signal_connect_object (row, "changed", G_CALLBACK (setting_changed_cb), self, 0);
  return NABLA_PARAM_ROW (row);
}

static void
make_rows (NablaRaceArenas *self, const NablaBowlArena *arena)
{
  GtkWidget *row;
  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->rows))) != NULL)
    gtk_list_box_remove (self->rows, row);
  g_ptr_array_set_size (self->params, 0);
  self->noise = NULL;
  self->shown = arena;
  gtk_widget_set_visible (GTK_WIDGET (self->rows), arena != NULL);
  if (arena == NULL)
    return;
  for (guint i = 0; i < nabla_param_count (arena->params); i++)
    g_ptr_array_add (self->params, add_row (self, &arena->params[i]));
  self->noise = add_row (self, &noise_spec);
  nabla_param_row_set_range (self->noise, 0, 10);
}

static void
changed_cb (NablaRaceArenas *self)
{
  const NablaBowlArena *arena = nabla_race_model_arena (self->model);
  const char *name = nabla_race_model_preset (self->model)->arena;
  self->in_change = TRUE;
  for (guint i = 0; i < self->choices->len; i++)
    {
      const Choice *choice = &g_array_index (self->choices, Choice, i);
      gtk_toggle_button_set_active (choice->button, g_str_equal (choice->name, name));
    }
  if (arena != self->shown || (arena != NULL && self->noise == NULL))
    make_rows (self, arena);
  for (guint i = 0; i < self->params->len; i++)
    nabla_param_row_set_value (self->params->pdata[i], nabla_race_model_settings (self->model)[i]);
  if (self->noise != NULL)
    nabla_param_row_set_value (self->noise, nabla_race_model_options (self->model)->noise);
  self->in_change = FALSE;
}

static void
nabla_race_arenas_dispose (GObject *object)
{
  NablaRaceArenas *self = NABLA_RACE_ARENAS (object);
  g_clear_pointer (&self->choices, g_array_unref);
  g_clear_pointer (&self->params, g_ptr_array_unref);
  g_clear_object (&self->model);
  G_OBJECT_CLASS (nabla_race_arenas_parent_class)->dispose (object);
}

static void
nabla_race_arenas_class_init (NablaRaceArenasClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = nabla_race_arenas_dispose;
}

static void
nabla_race_arenas_init (NablaRaceArenas *self)
{
  self->choices = g_array_new (FALSE, FALSE, sizeof (Choice));
  self->params = g_ptr_array_new ();
}

GtkWidget *
nabla_race_arenas_new (NablaRaceModel *model)
{
  g_return_val_if_fail (NABLA_IS_RACE_MODEL (model), NULL);

  NablaRaceArenas *self
      = g_object_new (NABLA_TYPE_RACE_ARENAS, "orientation", GTK_ORIENTATION_VERTICAL, NULL);
  GtkWidget *grid = gtk_grid_new ();
  self->model = g_object_ref (model);
  gtk_grid_set_column_homogeneous (GTK_GRID (grid), TRUE);
  gtk_grid_set_row_spacing (GTK_GRID (grid), 6);
  gtk_widget_add_css_class (grid, "nabla-race-arenas");
  for (const NablaBowlArena *const *arena = nabla_bowl_arenas (); *arena != NULL; arena++)
    add_choice (self, GTK_GRID (grid), (*arena)->name, _ ((*arena)->title), _ ((*arena)->help),
                *arena);
  add_choice (self, GTK_GRID (grid), NABLA_RACE_NETWORK, _ ("My Network"),
              _ ("The network and the data that are on the bench"), NULL);
  gtk_box_append (GTK_BOX (self), grid);

  self->rows = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->rows, GTK_SELECTION_NONE);
  gtk_widget_add_css_class (GTK_WIDGET (self->rows), "nabla-race-rows");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->rows), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Settings of the arena"), -1);
  gtk_box_append (GTK_BOX (self), GTK_WIDGET (self->rows));
  gtk_widget_add_css_class (GTK_WIDGET (self), "card");
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  g_signal_connect_object (model, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  changed_cb (self);
  return GTK_WIDGET (self);
}
