/* A tile: what its head says and offers, what can be asked of it.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-message.h"
#include "nabla-tile.h"
#include "widget-test.h"

static void
count_cb (guint *count)
{
  *count += 1;
}

static void
move_cb (NablaTile *tile, GtkDirectionType direction, int *moved)
{
  *moved = (int)direction;
}

static void
test_texts (void)
{
  GtkWidget *tile = g_object_ref_sink (nabla_tile_new ("cost", "Cost"));
  nabla_tile_set_summary (NABLA_TILE (tile), "dev is 4.8 times train");
  g_assert_cmpstr (gtk_widget_get_name (tile), ==, "cost");
  gtk_test_accessible_assert_role (tile, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_test_accessible_assert_property (tile, GTK_ACCESSIBLE_PROPERTY_LABEL, "Cost");
  gtk_test_accessible_assert_property (tile, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                       "dev is 4.8 times train");
  nabla_tile_set_summary (NABLA_TILE (tile), NULL);
  g_assert_cmpstr (nabla_tile_get_summary (NABLA_TILE (tile)), ==, "");
  g_object_unref (tile);
}

static void
test_head_is_36_high (void)
{
  GtkWidget *tile = nabla_tile_new ("cost", "Cost");
  GtkWidget *child = gtk_drawing_area_new ();
  nabla_tile_set_child (NABLA_TILE (tile), child);
  GtkWidget *window = widget_test_show (tile, 400, 300);
  g_assert_cmpint (gtk_widget_get_height (child), ==, 300 - 36);
  g_assert_cmpint (gtk_widget_get_width (child), ==, 400);
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_long_summary_takes_no_room (void)
{
  GtkWidget *tile = g_object_ref_sink (nabla_tile_new ("cost", "Cost"));
  int before, after;
  gtk_widget_measure (tile, GTK_ORIENTATION_HORIZONTAL, -1, &before, NULL, NULL, NULL);
  nabla_tile_set_summary (NABLA_TILE (tile),
                          "a sentence that is by far longer than any tile of any "
                          "window, which must not push the window apart");
  gtk_widget_measure (tile, GTK_ORIENTATION_HORIZONTAL, -1, &after, NULL, NULL, NULL);
  g_assert_cmpint (after, <=, MAX (before, 240));
  g_object_unref (tile);
}

/* The child is there again after a message, and the footer stays below both. */
static void
test_message_and_footer (void)
{
  GtkWidget *tile = nabla_tile_new ("cost", "Cost");
  GtkWidget *child = gtk_drawing_area_new ();
  GtkWidget *message = nabla_message_new (NABLA_MESSAGE_ERROR, NULL, "Not Read", "Line 3 ends.");
  GtkWidget *strip = nabla_message_new_strip (NABLA_MESSAGE_SUCCESS, NULL, "Finished", "At 600.");
  nabla_tile_set_footer (NABLA_TILE (tile), strip);
  nabla_tile_set_child (NABLA_TILE (tile), child);
  nabla_tile_set_message (NABLA_TILE (tile), message);
  GtkWidget *window = widget_test_show (tile, 400, 400);
  g_assert_true (gtk_widget_get_mapped (message));
  g_assert_false (gtk_widget_get_mapped (child));
  g_assert_true (gtk_widget_get_mapped (strip));
  g_assert_true (gtk_widget_get_next_sibling (message) == strip);
  gtk_test_accessible_assert_role (message, GTK_ACCESSIBLE_ROLE_ALERT);
  gtk_test_accessible_assert_role (strip, GTK_ACCESSIBLE_ROLE_STATUS);
  gtk_test_accessible_assert_property (message, GTK_ACCESSIBLE_PROPERTY_LABEL, "Not Read");

  nabla_tile_set_message (NABLA_TILE (tile), NULL);
  widget_test_frames (tile, 2);
  g_assert_true (gtk_widget_get_mapped (child));
  g_assert_true (gtk_widget_get_next_sibling (child) == strip);
  nabla_tile_set_footer (NABLA_TILE (tile), NULL);
  nabla_tile_set_footer (NABLA_TILE (tile), gtk_label_new ("later"));
  g_assert_true (gtk_widget_get_prev_sibling (nabla_tile_get_footer (NABLA_TILE (tile))) == child);
  gtk_window_destroy (GTK_WINDOW (window));
}

/* A message that does not fit scrolls; a small tile stays small. */
static void
test_message_in_a_small_tile (void)
{
  GtkWidget *tile = g_object_ref_sink (nabla_tile_new ("cost", "Cost"));
  GtkWidget *message
      = nabla_message_new (NABLA_MESSAGE_PLAIN, "nabla-bench-symbolic", "Nothing to Train Yet",
                           "Drop a file on the window,\nor start from an example.");
  nabla_message_add_button (NABLA_MESSAGE (message), "_Examples", TRUE, FALSE);
  nabla_tile_set_message (NABLA_TILE (tile), message);
  int height;
  gtk_widget_measure (tile, GTK_ORIENTATION_VERTICAL, 240, &height, NULL, NULL, NULL);
  g_assert_cmpint (height, <=, 150);
  g_object_unref (tile);
}

/* Whatever a tile says, it goes into the narrowest place there is. */
static void
test_messages_in_a_narrow_tile (void)
{
  for (int is_footer = 0; is_footer < 2; is_footer++)
    {
      GtkWidget *tile = g_object_ref_sink (nabla_tile_new ("cost", "Cost"));
      GtkWidget *(*create) (NablaMessageKind, const char *, const char *, const char *)
          = is_footer ? nabla_message_new_strip : nabla_message_new;
      GtkWidget *message = create (NABLA_MESSAGE_ERROR, NULL, "Could Not Open “scores.csv”",
                                   "Line 214 has 9 values, line 1 has 12 names.");
      nabla_message_add_button (NABLA_MESSAGE (message), "Show Line 214", FALSE, FALSE);
      nabla_message_add_button (NABLA_MESSAGE (message), "Skip All Such Lines", FALSE, TRUE);
      nabla_message_set_progress (NABLA_MESSAGE (message), 0.3, "20 columns, no bad line so far",
                                  "2 s left");
      if (is_footer)
        nabla_tile_set_footer (NABLA_TILE (tile), message);
      else
        nabla_tile_set_message (NABLA_TILE (tile), message);
      int width;
      gtk_widget_measure (tile, GTK_ORIENTATION_HORIZONTAL, -1, &width, NULL, NULL, NULL);
      g_assert_cmpint (width, <=, 240);
      g_object_unref (tile);
    }
}

/* A miniature says what happened; what can be done needs room. */
static void
test_compact_message (void)
{
  GtkWidget *strip = g_object_ref_sink (nabla_message_new_strip (
      NABLA_MESSAGE_SUCCESS, NULL, "Finished", "The dev cost was lowest."));
  GtkWidget *button = nabla_message_add_button (NABLA_MESSAGE (strip), "_More", FALSE, FALSE);
  GtkWidget *sentence = widget_test_find (strip, GTK_TYPE_LABEL, "The dev cost was lowest.");
  nabla_message_set_compact (NABLA_MESSAGE (strip), TRUE);
  g_assert_false (gtk_widget_is_visible (button));
  g_assert_false (gtk_widget_is_visible (sentence));
  g_assert_true (gtk_widget_is_visible (widget_test_find (strip, GTK_TYPE_LABEL, "Finished")));
  nabla_message_set_compact (NABLA_MESSAGE (strip), FALSE);
  g_assert_true (gtk_widget_is_visible (button));
  g_assert_true (gtk_widget_is_visible (sentence));
  g_object_unref (strip);
}

static void
test_button_of_a_message (void)
{
  GtkWidget *message = nabla_message_new (NABLA_MESSAGE_PLAIN, NULL, "Reading", NULL);
  nabla_message_set_progress (NABLA_MESSAGE (message), 0.5, "20 columns", "2 s left");
  GtkWidget *button = nabla_message_add_button (NABLA_MESSAGE (message), "_Cancel", FALSE, FALSE);
  guint count = 0;
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (count_cb), &count);
  GtkWidget *window = widget_test_show (message, 400, 300);
  if (widget_test_click (button, 1))
    widget_test_wait (count == 1);
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_pointer (void)
{
  GtkWidget *tile = nabla_tile_new ("cost", "Cost");
  guint enlarged = 0;
  g_signal_connect_swapped (tile, "enlarge", G_CALLBACK (count_cb), &enlarged);
  GtkWidget *window = widget_test_show (tile, 400, 300);
  GtkWidget *head = gtk_widget_get_first_child (tile);
  if (widget_test_click (head, 1))
    {
      widget_test_frames (tile, 2);
      g_assert_cmpuint (enlarged, ==, 0);
      g_usleep (500 * G_TIME_SPAN_MILLISECOND); /* no longer one double click */
      widget_test_click (head, 2);
      widget_test_wait (enlarged == 1);
    }
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_keys (void)
{
  GtkWidget *tile = nabla_tile_new ("cost", "Cost");
  guint enlarged = 0, closed = 0;
  int moved = -1;
  g_signal_connect_swapped (tile, "enlarge", G_CALLBACK (count_cb), &enlarged);
  g_signal_connect_swapped (tile, "close-requested", G_CALLBACK (count_cb), &closed);
  g_signal_connect (tile, "move", G_CALLBACK (move_cb), &moved);
  GtkWidget *window = widget_test_show (tile, 400, 300);
  if (widget_test_focus_window (window))
    {
      gtk_widget_grab_focus (tile);
      widget_test_xdotool ("key Return");
      widget_test_wait (enlarged == 1);
      widget_test_xdotool ("key ctrl+shift+Left");
      widget_test_wait (moved == GTK_DIR_LEFT);
      widget_test_xdotool ("key ctrl+shift+Down");
      widget_test_wait (moved == GTK_DIR_DOWN);
      widget_test_xdotool ("key Delete");
      widget_test_wait (closed == 1);
    }
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_menu (void)
{
  g_autoptr (GMenu) menu = g_menu_new ();
  g_menu_append (menu, "Export", "view.export");
  GtkWidget *tile = g_object_ref_sink (nabla_tile_new ("cost", "Cost"));
  nabla_tile_set_menu_model (NABLA_TILE (tile), G_MENU_MODEL (menu));
  GtkWidget *button = widget_test_find (tile, GTK_TYPE_MENU_BUTTON, NULL);
  GMenuModel *model = gtk_menu_button_get_menu_model (GTK_MENU_BUTTON (button));
  g_assert_cmpint (g_menu_model_get_n_items (model), ==, 2);
  g_autoptr (GMenuModel) own = g_menu_model_get_item_link (model, 0, G_MENU_LINK_SECTION);
  g_assert_true (own == G_MENU_MODEL (menu));

  guint closed = 0;
  g_signal_connect_swapped (tile, "close-requested", G_CALLBACK (count_cb), &closed);
  g_assert_true (gtk_widget_activate_action (button, "tile.close", NULL));
  g_assert_cmpuint (closed, ==, 1);

  nabla_tile_set_badge (NABLA_TILE (tile), "2");
  g_assert_false (gtk_widget_get_visible (button));
  nabla_tile_set_badge (NABLA_TILE (tile), NULL);
  g_assert_true (gtk_widget_get_visible (button));
  g_object_unref (tile);
}

int
main (int argc, char **argv)
{
  widget_test_init (&argc, &argv);
  g_test_add_func ("/tile/texts", test_texts);
  g_test_add_func ("/tile/head-is-36-high", test_head_is_36_high);
  g_test_add_func ("/tile/long-summary-takes-no-room", test_long_summary_takes_no_room);
  g_test_add_func ("/tile/message-and-footer", test_message_and_footer);
  g_test_add_func ("/tile/message-in-a-small-tile", test_message_in_a_small_tile);
  g_test_add_func ("/tile/messages-in-a-narrow-tile", test_messages_in_a_narrow_tile);
  g_test_add_func ("/tile/compact-message", test_compact_message);
  g_test_add_func ("/tile/button-of-a-message", test_button_of_a_message);
  g_test_add_func ("/tile/pointer", test_pointer);
  g_test_add_func ("/tile/keys", test_keys);
  g_test_add_func ("/tile/menu", test_menu);
  return g_test_run ();
}
