/* The grid of tiles: where they go, how they are moved, what scrolls.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-tile-grid.h"
#include "nabla-tile-places.h"
#include "widget-test.h"

#define REQUEST(span, weight)                                                                      \
  {                                                                                                \
    (span), (weight), NABLA_TILE_MIN_WIDTH, NABLA_TILE_MIN_HEIGHT                                  \
  }

static void
assert_place (GdkRectangle place, int x, int y, int width, int height)
{
  g_assert_cmpint (place.x, ==, x);
  g_assert_cmpint (place.y, ==, y);
  g_assert_cmpint (place.width, ==, width);
  g_assert_cmpint (place.height, ==, height);
}

/* The bench of the mockup: 968 × 665 beside the panel */
static void
test_places_bench (void)
{
  NablaTileRequest tiles[]
      = { REQUEST (7, 1.56), REQUEST (5, 1.56), REQUEST (7, 1), REQUEST (5, 1) };
  GdkRectangle places[4];
  g_assert_cmpint (nabla_tile_places_grid (tiles, 4, 968, 665, 12, places), ==, 665);
  assert_place (places[0], 0, 0, 558, 398);
  assert_place (places[1], 570, 0, 398, 398);
  assert_place (places[2], 0, 410, 558, 255);
  assert_place (places[3], 570, 410, 398, 255);
}

/* Whatever is asked: nothing too small, nothing overlaps, nothing sticks out at the right. */
static void
test_places_random (void)
{
  for (guint trial = 0; trial < 2000; trial++)
    {
      NablaTileRequest tiles[9];
      GdkRectangle places[9];
      guint n = (guint)g_test_rand_int_range (1, 10);
      int width = g_test_rand_int_range (240, 3000), height = g_test_rand_int_range (150, 2000);
      for (guint i = 0; i < n; i++)
        tiles[i] = (NablaTileRequest)REQUEST (g_test_rand_int_range (1, 13),
                                              g_test_rand_double_range (0.2, 4));
      int total = nabla_tile_places_grid (tiles, n, width, height, 12, places);
      g_assert_cmpint (total, >=, height);
      for (guint i = 0; i < n; i++)
        {
          g_assert_cmpint (places[i].width, >=, NABLA_TILE_MIN_WIDTH);
          g_assert_cmpint (places[i].height, >=, NABLA_TILE_MIN_HEIGHT);
          g_assert_cmpint (places[i].x + places[i].width, <=, width);
          g_assert_cmpint (places[i].y + places[i].height, <=, total);
          for (guint k = 0; k < i; k++)
            g_assert_false (gdk_rectangle_intersect (&places[i], &places[k], NULL));
        }
    }
}

static void
test_places_focus (void)
{
  NablaTileRequest tiles[] = { REQUEST (7, 1), REQUEST (5, 1), REQUEST (7, 1), REQUEST (5, 1) };
  GdkRectangle places[4];
  g_assert_cmpint (nabla_tile_places_focus (tiles, 4, 1, 776, 475, 12, places), <=, 475);
  assert_place (places[1], 0, 0, 512, 475);
  g_assert_cmpint (places[0].x, ==, 524);
  g_assert_cmpint (places[0].width, ==, 252);
  g_assert_cmpint (places[0].y, <, places[2].y);
  g_assert_cmpint (places[2].y, <, places[3].y);
  /* Too low for three miniatures: the column is taller. */
  g_assert_cmpint (nabla_tile_places_focus (tiles, 4, 1, 776, 300, 12, places), ==,
                   3 * 150 + 2 * 12);
}

typedef struct {
  GtkWidget *window;
  NablaTileGrid *grid;
  NablaTile *tiles[4];
  guint n_changed;
} Fixture;

static void
count_cb (Fixture *fixture)
{
  fixture->n_changed++;
}

static void
set_up (Fixture *fixture, gconstpointer size)
{
  static const char *const names[] = { "network", "boundary", "cost", "metrics" };
  int width = GPOINTER_TO_INT (size);
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
  fixture->grid = NABLA_TILE_GRID (nabla_tile_grid_new ());
  for (guint i = 0; i < 4; i++)
    {
      fixture->tiles[i] = NABLA_TILE (nabla_tile_new (names[i], names[i]));
      nabla_tile_set_child (fixture->tiles[i], gtk_drawing_area_new ());
      nabla_tile_grid_insert (fixture->grid, fixture->tiles[i], -1, i % 2 == 0 ? 7 : 5);
    }
  g_signal_connect_swapped (fixture->grid, "changed", G_CALLBACK (count_cb), fixture);
  fixture->window = widget_test_show (GTK_WIDGET (fixture->grid), width, 600);
}

static void
tear_down (Fixture *fixture, gconstpointer size)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
}

static graphene_rect_t
bounds (Fixture *fixture, guint i)
{
  graphene_rect_t found;
  g_assert_true (gtk_widget_compute_bounds (GTK_WIDGET (fixture->tiles[i]),
                                            GTK_WIDGET (fixture->grid), &found));
  return found;
}

static void
assert_order (Fixture *fixture, const char *expected)
{
  g_autoptr (GVariant) order = nabla_tile_grid_get_order (fixture->grid);
  g_autofree char *text = g_variant_print (order, FALSE);
  g_assert_cmpstr (text, ==, expected);
}

static void
test_order (Fixture *fixture, gconstpointer size)
{
  assert_order (fixture, "[('network', 7), ('boundary', 5), ('cost', 7), ('metrics', 5)]");
  nabla_tile_grid_set_order (
      fixture->grid, g_variant_new_parsed ("[('cost', uint32 12), ('nobody', 3), ('boundary', 99), "
                                           "('cost', 2), ('network', 4)]"));
  assert_order (fixture, "[('cost', 12), ('boundary', 5), ('network', 4), ('metrics', 5)]");
  widget_test_frames (fixture->window, 2);
  g_assert_cmpfloat (bounds (fixture, 2).origin.y, ==, 12);
  g_assert_cmpfloat (bounds (fixture, 2).size.width, ==, 976);
  g_assert_cmpfloat (bounds (fixture, 1).origin.y, >, 150);
  /* Tab goes as the eye does. */
  g_assert_true (gtk_widget_get_next_sibling (GTK_WIDGET (fixture->tiles[2]))
                 == GTK_WIDGET (fixture->tiles[1]));
  g_assert_cmpuint (fixture->n_changed, ==, 0);
}

static void
test_keys (Fixture *fixture, gconstpointer size)
{
  g_signal_emit_by_name (fixture->tiles[0], "move", GTK_DIR_RIGHT);
  widget_test_frames (fixture->window, 2);
  assert_order (fixture, "[('boundary', 5), ('network', 7), ('cost', 7), ('metrics', 5)]");
  g_assert_cmpuint (fixture->n_changed, ==, 1);
  g_assert_cmpfloat (bounds (fixture, 1).origin.x, ==, 12);
  g_signal_emit_by_name (fixture->tiles[1], "move", GTK_DIR_UP);
  g_assert_cmpuint (fixture->n_changed, ==, 1);
  gtk_widget_activate_action (GTK_WIDGET (fixture->tiles[2]), "tile.wider", NULL);
  g_assert_cmpint (nabla_tile_grid_get_span (fixture->grid, fixture->tiles[2]), ==, 8);
  g_assert_cmpuint (fixture->n_changed, ==, 2);
}

static void
test_enlarge (Fixture *fixture, gconstpointer size)
{
  g_signal_emit_by_name (fixture->tiles[1], "enlarge");
  g_assert_true (nabla_tile_grid_get_enlarged (fixture->grid) == fixture->tiles[1]);
  widget_test_frames (fixture->window, 2);
  g_assert_true (nabla_tile_grid_is_focus_layout (fixture->grid));
  g_assert_cmpfloat (bounds (fixture, 1).origin.x, ==, 12);
  g_assert_cmpfloat (bounds (fixture, 1).size.height, ==, 576);
  g_assert_cmpfloat (bounds (fixture, 0).origin.x, >, 600);
  /* A click on a miniature makes it the large one. */
  if (widget_test_click (GTK_WIDGET (fixture->tiles[2]), 1))
    {
      widget_test_wait (nabla_tile_grid_get_enlarged (fixture->grid) == fixture->tiles[2]);
      widget_test_frames (fixture->window, 2);
      g_assert_cmpfloat (bounds (fixture, 2).origin.x, ==, 12);
    }
  nabla_tile_grid_set_enlarged (fixture->grid, NULL);
  widget_test_frames (fixture->window, 2);
  g_assert_false (nabla_tile_grid_is_focus_layout (fixture->grid));
  assert_order (fixture, "[('network', 7), ('boundary', 5), ('cost', 7), ('metrics', 5)]");
}

static void
test_removed_while_large (Fixture *fixture, gconstpointer size)
{
  nabla_tile_grid_set_enlarged (fixture->grid, fixture->tiles[3]);
  widget_test_frames (fixture->window, 2);
  nabla_tile_grid_remove (fixture->grid, fixture->tiles[3]);
  g_assert_null (nabla_tile_grid_get_enlarged (fixture->grid));
  while (nabla_tile_grid_get_n_tiles (fixture->grid) > 0)
    nabla_tile_grid_remove (fixture->grid, nabla_tile_grid_get_tile (fixture->grid, 0));
  widget_test_frames (fixture->window, 2);
  assert_order (fixture, "[]");
}

/* A window of 800 has no room for a grid. */
static void
test_narrow (Fixture *fixture, gconstpointer size)
{
  g_assert_true (nabla_tile_grid_is_focus_layout (fixture->grid));
  g_assert_null (nabla_tile_grid_get_enlarged (fixture->grid));
  g_assert_cmpfloat (bounds (fixture, 0).size.width, ==, 512);
  g_signal_emit_by_name (fixture->tiles[2], "enlarge");
  widget_test_frames (fixture->window, 2);
  g_assert_cmpfloat (bounds (fixture, 2).size.width, ==, 512);
  g_assert_cmpfloat (bounds (fixture, 0).size.width, ==, 252);
  /* Once more, and it has all of it; a third time, and the others are back. */
  g_signal_emit_by_name (fixture->tiles[2], "enlarge");
  widget_test_frames (fixture->window, 2);
  g_assert_cmpfloat (bounds (fixture, 2).size.width, ==, 776);
  g_assert_false (gtk_widget_get_mapped (GTK_WIDGET (fixture->tiles[0])));
  g_signal_emit_by_name (fixture->tiles[2], "enlarge");
  widget_test_frames (fixture->window, 2);
  g_assert_true (gtk_widget_get_mapped (GTK_WIDGET (fixture->tiles[0])));
}

static void
test_presenter (Fixture *fixture, gconstpointer size)
{
  GtkWidget *second = GTK_WIDGET (fixture->tiles[1]);
  GtkWidget *menu = widget_test_find (second, GTK_TYPE_MENU_BUTTON, NULL);
  nabla_tile_grid_set_presenter (fixture->grid, TRUE);
  widget_test_frames (fixture->window, 2);
  g_assert_cmpfloat (bounds (fixture, 0).origin.x, ==, 20);
  GtkWidget *badge = widget_test_find (second, GTK_TYPE_LABEL, "2");
  g_assert_true (gtk_widget_get_mapped (badge));
  g_assert_false (gtk_widget_get_mapped (menu));
  nabla_tile_grid_set_enlarged (fixture->grid, fixture->tiles[0]);
  widget_test_frames (fixture->window, 2);
  g_assert_true (gtk_widget_get_mapped (badge));
  nabla_tile_grid_set_presenter (fixture->grid, FALSE);
  nabla_tile_grid_set_enlarged (fixture->grid, NULL);
  widget_test_frames (fixture->window, 2);
  g_assert_cmpfloat (bounds (fixture, 0).origin.x, ==, 12);
  g_assert_false (gtk_widget_get_mapped (badge));
  g_assert_true (gtk_widget_get_mapped (menu));
}

/* The head of the first tile is dragged onto the last, then once more and taken back. */
static void
test_drag (Fixture *fixture, gconstpointer size)
{
  int x, y, to_x, to_y;
  widget_test_middle (gtk_widget_get_first_child (GTK_WIDGET (fixture->tiles[0])), &x, &y);
  widget_test_middle (GTK_WIDGET (fixture->tiles[3]), &to_x, &to_y);
  g_autofree char *press
      = g_strdup_printf ("mousemove %d %d mousedown 1 mousemove_relative 6 6 sleep 0.05 "
                         "mousemove_relative 6 6 sleep 0.05 mousemove %d %d sleep 0.1 "
                         "mousemove_relative 1 1 sleep 0.1",
                         x, y, to_x, to_y);
  if (!widget_test_focus_window (fixture->window) || !widget_test_xdotool (press))
    return;
  g_assert_cmpuint (fixture->n_changed, ==, 0);
  widget_test_xdotool ("mouseup 1");
  widget_test_wait (fixture->n_changed == 1);
  assert_order (fixture, "[('boundary', 5), ('cost', 7), ('metrics', 5), ('network', 7)]");

  widget_test_frames (fixture->window, 2);
  widget_test_middle (gtk_widget_get_first_child (GTK_WIDGET (fixture->tiles[1])), &x, &y);
  g_autofree char *again
      = g_strdup_printf ("mousemove %d %d mousedown 1 mousemove_relative 6 6 sleep 0.05 "
                         "mousemove_relative 6 6 sleep 0.05 mousemove %d %d sleep 0.1 "
                         "mousemove_relative 1 1 sleep 0.1 key Escape sleep 0.1 mouseup 1",
                         x, y, to_x, to_y);
  widget_test_xdotool (again);
  widget_test_frames (fixture->window, 2);
  assert_order (fixture, "[('boundary', 5), ('cost', 7), ('metrics', 5), ('network', 7)]");
  g_assert_cmpuint (fixture->n_changed, ==, 1);
}

/* Ten tiles in a window of 600 × 600: none is too small, and they scroll. */
static void
test_many (void)
{
  NablaTileGrid *grid = NABLA_TILE_GRID (nabla_tile_grid_new ());
  GtkWidget *tiles[10];
  for (guint i = 0; i < 10; i++)
    {
      tiles[i] = nabla_tile_new ("cost", "Cost");
      nabla_tile_grid_insert (grid, NABLA_TILE (tiles[i]), 0, 4);
    }
  GtkWidget *window = widget_test_show (GTK_WIDGET (grid), 1000, 400);
  for (guint i = 0; i < 10; i++)
    {
      g_assert_cmpint (gtk_widget_get_width (tiles[i]), >=, 240);
      g_assert_cmpint (gtk_widget_get_height (tiles[i]), >=, 150);
    }
  GtkWidget *scrolled = widget_test_find (GTK_WIDGET (grid), GTK_TYPE_SCROLLED_WINDOW, NULL);
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scrolled));
  g_assert_cmpfloat (gtk_adjustment_get_upper (adjustment), ==, 4 * 150 + 3 * 12 + 24);
  gtk_adjustment_set_value (adjustment, 100);
  widget_test_frames (window, 2);
  graphene_rect_t found;
  g_assert_true (gtk_widget_compute_bounds (tiles[9], GTK_WIDGET (grid), &found));
  g_assert_cmpfloat (found.origin.y, ==, 12 - 100);
  gtk_window_destroy (GTK_WINDOW (window));
}

/* Under way it is only transformed; in the end it stands where it belongs. */
static void
test_motion (void)
{
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", TRUE, NULL);
  NablaTileGrid *grid = NABLA_TILE_GRID (nabla_tile_grid_new ());
  GtkWidget *tiles[2];
  for (guint i = 0; i < 2; i++)
    {
      tiles[i] = nabla_tile_new ("cost", "Cost");
      nabla_tile_grid_insert (grid, NABLA_TILE (tiles[i]), -1, 6);
    }
  GtkWidget *window = widget_test_show (GTK_WIDGET (grid), 1000, 400);
  widget_test_frames (window, 20);
  nabla_tile_grid_move (grid, NABLA_TILE (tiles[0]), 1);
  widget_test_frames (window, 3);
  graphene_rect_t found;
  g_assert_true (gtk_widget_compute_bounds (tiles[0], GTK_WIDGET (grid), &found));
  g_assert_cmpfloat (found.origin.x, >, 12);
  widget_test_wait (gtk_widget_compute_bounds (tiles[0], GTK_WIDGET (grid), &found)
                    && found.origin.x == 506);
  g_assert_cmpfloat (found.size.width, ==, 482);
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int argc, char **argv)
{
  widget_test_init (&argc, &argv);
  g_test_add_func ("/tile-grid/places/bench", test_places_bench);
  g_test_add_func ("/tile-grid/places/random", test_places_random);
  g_test_add_func ("/tile-grid/places/focus", test_places_focus);
#define ADD(path, width, function)                                                                 \
  g_test_add (path, Fixture, GINT_TO_POINTER (width), set_up, function, tear_down)
  ADD ("/tile-grid/order", 1000, test_order);
  ADD ("/tile-grid/keys", 1000, test_keys);
  ADD ("/tile-grid/enlarge", 1000, test_enlarge);
  ADD ("/tile-grid/removed-while-large", 1000, test_removed_while_large);
  ADD ("/tile-grid/narrow", 800, test_narrow);
  ADD ("/tile-grid/presenter", 1000, test_presenter);
  ADD ("/tile-grid/drag", 1000, test_drag);
  g_test_add_func ("/tile-grid/many", test_many);
  g_test_add_func ("/tile-grid/motion", test_motion);
  return g_test_run ();
}
