/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-experiment-cards.h"

#include "nabla-figure.h"
#include "nabla-painter.h"
#include "nabla-problem.h"
#include "nabla-text.h"
#include "nabla-titles.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define PICTURE_WIDTH 96
#define PICTURE_HEIGHT 64
/* Pictures have twice as many pixels, for displays that show them. */
#define SCALE 2
#define MOST_POINTS 150

typedef struct {
  NablaExperiment *experiment;
  GtkPicture *picture;
} Card;

typedef struct {
  GArray *cards;
  guint next;                /* to be drawn */
  GCancellable *cancellable; /* (nullable) while a picture is being drawn */
} Cards;

typedef struct {
  NablaExperiment *experiment;
  gboolean dark;
} Drawing;

static void
card_clear (gpointer data)
{
  nabla_experiment_unref (((Card *) data)->experiment);
}

static void
drawing_free (Drawing *self)
{
  nabla_experiment_unref (self->experiment);
  g_free (self);
}

static void
stop_drawing (Cards *self)
{
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

static void
cards_free (Cards *self)
{
  stop_drawing (self);
  g_array_unref (self->cards);
  g_free (self);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return g_strcmp0 (*(const char *const *) a, *(const char *const *) b);
}

GPtrArray *
nabla_experiment_cards_load (const char *folder)
{
  g_return_val_if_fail (folder != NULL, NULL);

  GPtrArray *experiments = g_ptr_array_new_with_free_func ((GDestroyNotify) nabla_experiment_unref);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  const char *name;
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, ".nabla"))
      g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort (names, compare_names);
  for (guint i = 0; i < names->len; i++)
    {
      g_autofree char *path = g_build_filename (folder, names->pdata[i], NULL);
      NablaExperiment *experiment = nabla_experiment_load (path, NULL);
      if (experiment != NULL)
        g_ptr_array_add (experiments, experiment);
    }
  return experiments;
}

/* The examples in the plane of the first two features; of one, beside its label. */
static NablaPoints *
make_points (const NablaDataset *data)
{
  gsize stride = (data->m + MOST_POINTS - 1) / MOST_POINTS;
  NablaPoints *points = nabla_points_new ((data->m + stride - 1) / stride);
  for (gsize i = 0; i < points->n; i++)
    {
      const double *x = data->x + i * stride * data->n_x;
      points->x[i] = x[0];
      points->y[i] = data->n_x > 1 ? x[1] : data->y[i * stride];
      points->label[i] = data->y[i * stride];
    }
  return points;
}

static NablaExamples *
make_pictures (const NablaDataset *data)
{
  NablaExamples *examples = nabla_examples_new (MIN (data->m, 2), data->n_x);
  for (gsize i = 0; i < examples->n; i++)
    {
      examples->index[i] = i;
      examples->label[i] = examples->prediction[i] = NAN;
      for (guint j = 0; j < data->n_x; j++)
        examples->x[i * data->n_x + j] = data->x[i * data->n_x + j];
    }
  return examples;
}

static GdkTexture *
paint (const NablaSnapshot *snapshot, gboolean dark)
{
  const NablaFigure *figure = nabla_figure_find (snapshot->examples != NULL ? "examples" : "boundary", NULL);
  PangoContext *pango = nabla_text_context_new ();
  g_autoptr (NablaMarks) marks = nabla_marks_new ();
  NablaFigureContext context = {
    .width = PICTURE_WIDTH,
    .height = PICTURE_HEIGHT,
    .theme = dark ? NABLA_THEME_DARK : NABLA_THEME_LIGHT,
    /* Two pictures of a data set of pictures have room. */
    .text_scale = snapshot->examples != NULL ? 0.75 : 1,
    .line_scale = 0.6,
    .pango = pango,
  };
  nabla_figure_draw (figure, snapshot, &context, NULL, marks);
  cairo_surface_t *surface
    = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, SCALE * PICTURE_WIDTH, SCALE * PICTURE_HEIGHT);
  cairo_t *cr = cairo_create (surface);
  cairo_scale (cr, SCALE, SCALE);
  nabla_paint (marks, pango, cr);
  cairo_destroy (cr);
  g_object_unref (pango);
  cairo_surface_flush (surface);
  int stride = cairo_image_surface_get_stride (surface);
  g_autoptr (GBytes) bytes
    = g_bytes_new (cairo_image_surface_get_data (surface), (gsize) stride * SCALE * PICTURE_HEIGHT);
  cairo_surface_destroy (surface);
  return gdk_memory_texture_new (SCALE * PICTURE_WIDTH, SCALE * PICTURE_HEIGHT, GDK_MEMORY_DEFAULT, bytes, stride);
}

static GdkTexture *
make_picture (const NablaExperiment *experiment, gboolean dark)
{
  g_autoptr (NablaProblem) problem = nabla_problem_new (experiment, NULL, NULL, NULL);
  if (problem == NULL)
    return NULL;
  const NablaDataset *data = problem->dataset;
  gboolean is_picture = data->image_height > 0;
  g_autoptr (NablaSnapshot) snapshot = nabla_snapshot_new ();
  snapshot->n_classes = data->n_classes;
  snapshot->image_height = data->image_height;
  snapshot->image_width = data->image_width;
  snapshot->image_channels = data->image_channels;
  if (is_picture)
    snapshot->examples = make_pictures (data);
  else
    snapshot->points = make_points (data);
  return paint (snapshot, dark);
}

static void
draw_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Drawing *drawing = data;
  g_task_return_pointer (task, make_picture (drawing->experiment, drawing->dark), g_object_unref);
}

static void draw_next (Cards *self);

static void
drawn_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Cards *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GdkTexture) texture = g_task_propagate_pointer (G_TASK (result), &error);
  /* Then the cards may be gone. */
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->cancellable);
  gtk_picture_set_paintable (g_array_index (self->cards, Card, self->next++).picture, GDK_PAINTABLE (texture));
  draw_next (self);
}

/* One picture after the other, each on a thread: it wants its data read. */
static void
draw_next (Cards *self)
{
  if (self->cancellable != NULL || self->next >= self->cards->len)
    return;
  Drawing *drawing = g_new0 (Drawing, 1);
  drawing->experiment = nabla_experiment_ref (g_array_index (self->cards, Card, self->next).experiment);
  drawing->dark = adw_style_manager_get_dark (adw_style_manager_get_default ());
  self->cancellable = g_cancellable_new ();
  g_autoptr (GTask) task = g_task_new (NULL, self->cancellable, drawn_cb, self);
  g_task_set_task_data (task, drawing, (GDestroyNotify) drawing_free);
  g_task_run_in_thread (task, draw_thread);
}

static void
map_cb (GtkWidget *widget)
{
  draw_next (g_object_get_data (G_OBJECT (widget), "nabla-cards"));
}

static void
dark_changed_cb (GtkWidget *widget)
{
  Cards *self = g_object_get_data (G_OBJECT (widget), "nabla-cards");
  stop_drawing (self);
  self->next = 0;
  if (gtk_widget_get_mapped (widget))
    draw_next (self);
}

/* What is trained, in a line: `16-16 hidden units · Adam` */
static char *
describe (const NablaExperiment *experiment)
{
  g_autoptr (GString) units = g_string_new (NULL);
  guint n = nabla_experiment_n_layers (experiment);
  for (guint i = 0; i + 1 < n; i++)
    {
      const NablaLayerSpec *layer = nabla_experiment_layer (experiment, i);
      if (g_str_equal (layer->op->name, "dense"))
        g_string_append_printf (units, units->len > 0 ? "-%g" : "%g", layer->settings[0]);
    }
  const char *optimizer = nabla_choice_title (nabla_experiment_train (experiment)->optimizer->name);
  if (units->len == 0)
    return g_strdup (optimizer);
  /* Translators: numbers of hidden units, as 16-16; an optimizer */
  return g_strdup_printf (_("%1$s hidden units · %2$s"), units->str, optimizer);
}

static GtkWidget *
add_text (GtkBox *box, const char *text, const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (label, css_class);
  gtk_box_append (box, label);
  return label;
}

static GtkWidget *
make_card (NablaExperiment *experiment, const char *path, GtkPicture **picture)
{
  GtkWidget *button = gtk_button_new (), *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *text = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3), *frame = gtk_picture_new ();
  g_autofree char *description = describe (experiment);
  gtk_widget_set_size_request (frame, PICTURE_WIDTH, PICTURE_HEIGHT);
  gtk_picture_set_can_shrink (GTK_PICTURE (frame), TRUE);
  gtk_widget_add_css_class (frame, "nabla-thumbnail");
  gtk_widget_set_overflow (frame, GTK_OVERFLOW_HIDDEN);
  gtk_widget_set_valign (text, GTK_ALIGN_CENTER);
  gtk_widget_set_hexpand (text, TRUE);
  add_text (GTK_BOX (text), nabla_experiment_title (experiment), "nabla-title");
  gtk_widget_add_css_class (add_text (GTK_BOX (text), description, "caption"), "nabla-sec");
  gtk_box_append (GTK_BOX (box), frame);
  gtk_box_append (GTK_BOX (box), text);
  gtk_button_set_child (GTK_BUTTON (button), box);
  gtk_widget_add_css_class (button, "card");
  gtk_widget_add_css_class (button, "nabla-experiment");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.example");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", path);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  nabla_experiment_title (experiment), -1);
  *picture = GTK_PICTURE (frame);
  return button;
}

GtkWidget *
nabla_experiment_cards_new (const char *folder)
{
  g_return_val_if_fail (folder != NULL, NULL);

  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6), *flow = gtk_flow_box_new ();
  g_autoptr (GPtrArray) experiments = nabla_experiment_cards_load (folder);
  Cards *self = g_new0 (Cards, 1);
  self->cards = g_array_new (FALSE, FALSE, sizeof (Card));
  g_array_set_clear_func (self->cards, card_clear);
  add_text (GTK_BOX (box), _("Experiments"), "heading");
  gtk_flow_box_set_selection_mode (GTK_FLOW_BOX (flow), GTK_SELECTION_NONE);
  gtk_flow_box_set_homogeneous (GTK_FLOW_BOX (flow), TRUE);
  gtk_flow_box_set_max_children_per_line (GTK_FLOW_BOX (flow), 3);
  gtk_flow_box_set_column_spacing (GTK_FLOW_BOX (flow), 12);
  gtk_flow_box_set_row_spacing (GTK_FLOW_BOX (flow), 12);
  for (guint i = 0; i < experiments->len; i++)
    {
      NablaExperiment *experiment = experiments->pdata[i];
      g_autofree char *path = g_build_filename (folder, nabla_experiment_file (experiment), NULL);
      Card card = { nabla_experiment_ref (experiment) };
      GtkWidget *child = gtk_flow_box_child_new ();
      gtk_flow_box_child_set_child (GTK_FLOW_BOX_CHILD (child), make_card (experiment, path, &card.picture));
      gtk_widget_set_focusable (child, FALSE);
      gtk_flow_box_append (GTK_FLOW_BOX (flow), child);
      g_array_append_val (self->cards, card);
    }
  gtk_box_append (GTK_BOX (box), flow);
  g_object_set_data_full (G_OBJECT (box), "nabla-cards", self, (GDestroyNotify) cards_free);
  g_signal_connect (box, "map", G_CALLBACK (map_cb), NULL);
  g_signal_connect_object (adw_style_manager_get_default (), "notify::dark", G_CALLBACK (dark_changed_cb), box,
                           G_CONNECT_SWAPPED);
  return box;
}
