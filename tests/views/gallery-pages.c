/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "gallery-pages.h"

#include "nabla-histogram.h"
#include "nabla-layer-row.h"
#include "nabla-message.h"
#include "nabla-param-row.h"
#include "nabla-ring.h"
#include "nabla-segments.h"
#include "nabla-split-bar.h"
#include "nabla-tile-grid.h"
#include "nabla-timeline.h"

#include <math.h>

static GtkWidget *
drawing (void)
{
  GtkWidget *area = gtk_drawing_area_new ();
  gtk_widget_set_hexpand (area, TRUE);
  return area;
}

static GtkWidget *
tile (const char *name, const char *title, const char *summary)
{
  GtkWidget *self = nabla_tile_new (name, title);
  nabla_tile_set_summary (NABLA_TILE (self), summary);
  nabla_tile_set_child (NABLA_TILE (self), drawing ());
  return self;
}

static GtkWidget *
grid_of_four (void)
{
  GtkWidget *grid = nabla_tile_grid_new ();
  static const struct
  {
    const char *name, *title, *summary;
    int span;
    double weight;
  } tiles[] = {
    { "network", "Network", "each unit drawn as the function it computes; width = |w|", 7, 1.56 },
    { "boundary", "Decision Boundary", "P(◆) · filled train, hollow dev", 5, 1.56 },
    { "cost", "Cost", "dev is 4.8 times train: high variance", 7, 1 },
    { "metrics", "Metrics", "dev accuracy 96.7%", 5, 1 },
  };
  for (guint i = 0; i < G_N_ELEMENTS (tiles); i++)
    {
      GtkWidget *self = tile (tiles[i].name, tiles[i].title, tiles[i].summary);
      nabla_tile_set_weight (NABLA_TILE (self), tiles[i].weight);
      nabla_tile_grid_insert (NABLA_TILE_GRID (grid), NABLA_TILE (self), -1, tiles[i].span);
    }
  gtk_widget_set_vexpand (grid, TRUE);
  gtk_widget_set_hexpand (grid, TRUE);
  return grid;
}

/* The bench's grid, as wide as it is beside the panel */
static GtkWidget *
tiles_page (void)
{
  GtkWidget *grid = grid_of_four ();
  gtk_widget_set_margin_start (grid, 288);
  gtk_widget_set_margin_top (grid, 47);
  gtk_widget_set_margin_bottom (grid, 64);
  return grid;
}

static GtkWidget *
grid_page (void)
{
  return grid_of_four ();
}

static GtkWidget *
enlarged_page (void)
{
  GtkWidget *grid = grid_of_four ();
  nabla_tile_grid_set_enlarged (NABLA_TILE_GRID (grid),
                                nabla_tile_grid_find (NABLA_TILE_GRID (grid), "boundary"));
  return grid;
}

static GtkWidget *
presenter_page (void)
{
  GtkWidget *grid = enlarged_page ();
  gtk_widget_add_css_class (grid, "presenter");
  nabla_tile_grid_set_presenter (NABLA_TILE_GRID (grid), TRUE);
  return grid;
}

static GtkWidget *
states_page (void)
{
  GtkWidget *grid = nabla_tile_grid_new ();
  GtkWidget *tiles[] = {
    tile ("empty", "Decision Boundary", NULL),
    tile ("loading", "Decision Boundary", NULL),
    tile ("error", "Decision Boundary", "run 12 is untouched"),
    tile ("diverged", "Cost", "stopped at step 104"),
    tile ("finished", "Cost", "6,000 of 6,000 steps"),
    tile ("filters", "Filters", NULL),
  };
  GtkWidget *messages[] = {
    nabla_message_new (NABLA_MESSAGE_PLAIN, "nabla-bench-symbolic", "Nothing to Train Yet",
                       "Drop a file on the window,\nor start from an example."),
    nabla_message_new (NABLA_MESSAGE_PLAIN, NULL, "Reading “flights.csv”…",
                       "612,400 of 1,000,000 rows"),
    nabla_message_new (NABLA_MESSAGE_ERROR, NULL, "Could Not Open “scores.csv”",
                       "Line 214 has 9 values, line 1 has 12 names.\nNothing was changed."),
    nabla_message_new_strip (
        NABLA_MESSAGE_ERROR, NULL, "The cost is no longer finite",
        "First seen in the loss, at step 104. The steep direction of this bowl "
        "allows α up to 2/50 = 0.04; it was 0.05, so every step overshot "
        "further."),
    nabla_message_new_strip (NABLA_MESSAGE_SUCCESS, NULL, "Finished",
                             "Train accuracy 99.7%, dev 95.8%. The dev cost was lowest at step "
                             "3,800."),
    nabla_message_new (NABLA_MESSAGE_PLAIN, "nabla-filters-symbolic", "No Filters to Show",
                       "This view draws convolution filters.\nThe model has two dense layers "
                       "only."),
  };
  nabla_message_set_progress (NABLA_MESSAGE (messages[1]), 0.6124, "20 columns, no bad line so far",
                              "2 s left");
  static const struct
  {
    int message;
    const char *label;
    gboolean is_suggested, is_flat;
  } buttons[] = {
    { 0, "Examples", TRUE, FALSE },
    { 0, "Open…", FALSE, FALSE },
    { 1, "Cancel", FALSE, FALSE },
    { 2, "Show Line 214", FALSE, FALSE },
    { 2, "Skip Such Lines", FALSE, TRUE },
    { 3, "Try α = 0.02", TRUE, FALSE },
    { 3, "Look at Step 103", FALSE, FALSE },
    { 4, "2,000 More", FALSE, FALSE },
    { 4, "Branch at Step 3,800", FALSE, TRUE },
    { 5, "Choose Another View", FALSE, FALSE },
  };
  for (guint i = 0; i < G_N_ELEMENTS (buttons); i++)
    nabla_message_add_button (NABLA_MESSAGE (messages[buttons[i].message]), buttons[i].label,
                              buttons[i].is_suggested, buttons[i].is_flat);
  for (guint i = 0; i < G_N_ELEMENTS (tiles); i++)
    {
      if (i == 3 || i == 4)
        nabla_tile_set_footer (NABLA_TILE (tiles[i]), messages[i]);
      else
        nabla_tile_set_message (NABLA_TILE (tiles[i]), messages[i]);
      nabla_tile_grid_insert (NABLA_TILE_GRID (grid), NABLA_TILE (tiles[i]), -1, 4);
    }
  return grid;
}

static const char *const sources[] = { "spirals", "moons", NULL };
static const char *const optimizers[] = { "gradient_descent", "momentum", "adam", NULL };
static const char *const activations[] = { "tanh", "relu", "leaky_relu", NULL };
static const char *const optimizer_titles[] = { "Gradient Descent", "Momentum", "Adam", NULL };

static const NablaParamSpec specs[] = {
  { "source", "Data set", NULL, "A generator, a file, or none.", NABLA_PARAM_CHOICE, 0, 0, 0,
    NABLA_SCALE_LINEAR, sources },
  { "noise", "Noise", NULL, "Standard deviation.", NABLA_PARAM_REAL, 0, 0.25, 0.08,
    NABLA_SCALE_LINEAR },
  { "optimizer", "Optimizer", NULL, "How parameters follow their gradients.", NABLA_PARAM_CHOICE, 0,
    0, 0, NABLA_SCALE_LINEAR, optimizers },
  { "learning_rate", "Learning rate", "α", "How far one step goes along the gradient.",
    NABLA_PARAM_REAL, 1e-7, 100, 0.01, NABLA_SCALE_LOG },
  { "batch_size", "Batch size", NULL, "Examples of a mini-batch.", NABLA_PARAM_INTEGER, 1, 1 << 20,
    64, NABLA_SCALE_LOG },
  { "beta1", "First moment", "β1", "How much stays.", NABLA_PARAM_REAL, 0, 0.9999, 0.9,
    NABLA_SCALE_ONE_MINUS },
  { "l2", "L2 regularization", "λ", "Adds squared weights.", NABLA_PARAM_REAL, 0, 1000, 0,
    NABLA_SCALE_LINEAR },
  { "seed", "Seed", NULL, "Where random numbers begin.", NABLA_PARAM_INTEGER, 0, 4294967295.0, 1,
    NABLA_SCALE_LINEAR },
  { "stratify", "Stratified split", NULL, "Whether each class keeps its share.",
    NABLA_PARAM_BOOLEAN, 0, 1, 0, NABLA_SCALE_LINEAR },
};

static GtkWidget *
panel_list (GtkWidget *panel, const char *title)
{
  GtkWidget *heading = gtk_label_new (title);
  gtk_widget_add_css_class (heading, "nabla-title");
  gtk_widget_set_halign (heading, GTK_ALIGN_START);
  gtk_widget_set_margin_top (heading, 16);
  gtk_widget_set_margin_bottom (heading, 7);
  gtk_box_append (GTK_BOX (panel), heading);
  GtkWidget *list = gtk_list_box_new ();
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  gtk_box_append (GTK_BOX (panel), list);
  return list;
}

static GtkWidget *
rows_page (void)
{
  GtkWidget *panel = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_widget_add_css_class (panel, "nabla-panel");
  gtk_widget_set_halign (panel, GTK_ALIGN_START);
  gtk_widget_set_size_request (panel, 276, -1);
  gtk_widget_set_margin_start (panel, 12);
  GtkWidget *list = panel_list (panel, "Data");
  for (guint i = 0; i < G_N_ELEMENTS (specs); i++)
    {
      if (i == 2)
        {
          list = panel_list (panel, "Model");
          for (guint k = 0; k < 2; k++)
            {
              GtkWidget *layer
                  = nabla_layer_row_new (k == 0 ? "Layer 1" : "Layer 2", activations, NULL);
              nabla_layer_row_set_units (NABLA_LAYER_ROW (layer), k == 0 ? 8 : 128);
              gtk_list_box_append (GTK_LIST_BOX (list), layer);
            }
          gtk_list_box_append (GTK_LIST_BOX (list),
                               nabla_layer_row_new_fixed ("Output", "1 unit", "sigmoid"));
          list = panel_list (panel, "Training");
        }
      GtkWidget *row = nabla_param_row_new (&specs[i]);
      gtk_list_box_append (GTK_LIST_BOX (list), row);
      if (specs[i].choices == optimizers)
        {
          nabla_param_row_set_choice_titles (NABLA_PARAM_ROW (row), optimizer_titles);
          nabla_param_row_set_value (NABLA_PARAM_ROW (row), 2);
        }
      if (g_str_equal (specs[i].name, "learning_rate"))
        nabla_param_row_set_default (NABLA_PARAM_ROW (row), 0.1);
      if (g_str_equal (specs[i].name, "batch_size"))
        nabla_param_row_set_text (NABLA_PARAM_ROW (row), "32");
      if (g_str_equal (specs[i].name, "beta1"))
        nabla_param_row_set_error (NABLA_PARAM_ROW (row), "First moment: found 3, but only 0 to "
                                                          "0.9999 is allowed");
    }
  return panel;
}

static GtkWidget *
timeline (gint64 step, gint64 looked_at)
{
  GtkWidget *self = nabla_timeline_new ();
  float steps[481], values[481];
  guint n = (guint)(step / 10) + 1;
  for (guint i = 0; i < n; i++)
    {
      steps[i] = 10.0f * (float)i;
      values[i] = 0.02f + 0.7f * expf (-(float)i / 60) * (1 + 0.1f * sinf ((float)i * 1.7f));
    }
  nabla_timeline_set_steps_total (NABLA_TIMELINE (self), 6000);
  nabla_timeline_set_step (NABLA_TIMELINE (self), step);
  nabla_timeline_set_looked_at (NABLA_TIMELINE (self), looked_at);
  nabla_timeline_set_curve (NABLA_TIMELINE (self), steps, values, n);
  nabla_timeline_set_seekable (NABLA_TIMELINE (self), TRUE);
  gtk_widget_set_size_request (self, 510, -1);
  gtk_widget_set_halign (self, GTK_ALIGN_START);
  return self;
}

static GtkWidget *
timeline_page (void)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 36);
  gtk_widget_set_margin_start (box, 24);
  gtk_widget_set_margin_top (box, 24);
  gtk_box_append (GTK_BOX (box), timeline (4800, -1));
  gtk_box_append (GTK_BOX (box), timeline (4800, 600));
  gtk_box_append (GTK_BOX (box), timeline (0, -1));
  return box;
}

static GtkWidget *
small_page (void)
{
  static const char *const words[] = { "Train", "Dev", "Test", NULL };
  static const double alcohol[] = { 0.5, 7, 7, 18, 19, 15, 19, 18, 21, 11, 9, 1.5 };
  static const double classes[] = { 59, 71, 48 };
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 24);
  GtkWidget *children[16];
  guint n = 0;
  for (guint i = 0; i < 3; i++)
    {
      children[n] = nabla_split_bar_new ();
      nabla_split_bar_set_shares (NABLA_SPLIT_BAR (children[n]), i == 2 ? 1 : 0.6, i == 2 ? 0 : 0.2,
                                  i == 2 ? 0 : 0.2);
      nabla_split_bar_set_total (NABLA_SPLIT_BAR (children[n]), i == 1 ? 178 : 0);
      gtk_widget_set_size_request (children[n++], i == 1 ? 373 : 252, -1);
    }
  children[n] = nabla_segments_new ("Examples", words);
  nabla_segments_set_active (NABLA_SEGMENTS (children[n++]), 1);
  children[n] = nabla_histogram_new ();
  nabla_histogram_set_counts (NABLA_HISTOGRAM (children[n++]), alcohol, G_N_ELEMENTS (alcohol));
  children[n] = nabla_histogram_new ();
  nabla_histogram_set_accent (NABLA_HISTOGRAM (children[n]), TRUE);
  nabla_histogram_set_counts (NABLA_HISTOGRAM (children[n++]), classes, G_N_ELEMENTS (classes));
  for (guint i = 0; i < 4; i++)
    {
      children[n] = nabla_ring_new ();
      nabla_ring_set_fraction (NABLA_RING (children[n++]), (double[]){ 1, 0.5, 0.1, 0 }[i]);
    }
  for (guint i = 0; i < n; i++)
    {
      gtk_widget_set_halign (children[i], GTK_ALIGN_START);
      gtk_box_append (GTK_BOX (box), children[i]);
    }
  gtk_widget_set_margin_start (box, 24);
  gtk_widget_set_margin_top (box, 24);
  gtk_widget_add_css_class (box, "card");
  return box;
}

static GtkWidget *
icons_page (void)
{
  static const char *const names[] = { "bench",  "branch", "step-line", "eraser", "hint",
                                       "target", "drop",   "boundary",  "filters" };
  static const int sizes[] = { 16, 32, 64 };
  GtkWidget *grid = gtk_grid_new ();
  gtk_grid_set_row_spacing (GTK_GRID (grid), 24);
  gtk_grid_set_column_spacing (GTK_GRID (grid), 24);
  gtk_widget_set_margin_start (grid, 24);
  gtk_widget_set_margin_top (grid, 24);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    for (guint k = 0; k < G_N_ELEMENTS (sizes); k++)
      {
        g_autofree char *name = g_strdup_printf ("nabla-%s-symbolic", names[i]);
        GtkWidget *image = gtk_image_new_from_icon_name (name);
        gtk_image_set_pixel_size (GTK_IMAGE (image), sizes[k]);
        gtk_grid_attach (GTK_GRID (grid), image, (int)i, (int)k, 1, 1);
      }
  return grid;
}

const GalleryPage gallery_pages[] = {
  { "tiles", tiles_page }, { "grid", grid_page },
  { "enlarged", enlarged_page }, { "states", states_page },
  { "presenter", presenter_page }, { "rows", rows_page },
  { "timeline", timeline_page }, { "small", small_page },
  { "icons", icons_page }, { NULL },
};
