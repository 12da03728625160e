/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-learn-layout.h"

#define GAP 20
#define STACKED_GAP 12
#define BESIDE 720 /* from this width on the cards stand beside each other */

#define PICTURE_WIDTH 268
#define PICTURE_HEIGHT 178
#define LEAST_PICTURE 72

static int
height_for (GtkWidget *widget, int width)
{
  int minimum;
  gtk_widget_measure (widget, GTK_ORIENTATION_VERTICAL, width, &minimum, NULL, NULL, NULL);
  return minimum;
}

static int
least_width (GtkWidget *widget)
{
  int minimum;
  gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  return minimum;
}

static GtkSizeRequestMode
request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
place (GtkWidget *widget, int x, int y, int width, int height)
{
  gtk_widget_size_allocate (widget, &(GtkAllocation){ x, y, width, height }, -1);
}

/* The two cards. One alone takes all the width. */

static void
get_pair (GtkWidget *parent, GtkWidget **first, GtkWidget **second)
{
  *first = gtk_widget_get_first_child (parent);
  *second = *first != NULL ? gtk_widget_get_next_sibling (*first) : NULL;
}

/* Width of the first card beside a second; 0 if they stand below each other. */
static int
first_width (GtkWidget *first, GtkWidget *second, int width)
{
  int least_second = least_width (second), wanted = (width - GAP) * 7 / 11;
  int most = width - GAP - least_second;
  int result = MIN (wanted, most);
  return width >= BESIDE && result >= least_width (first) ? result : 0;
}

static void
measure_top (GtkWidget *widget,
             GtkOrientation orientation,
             int for_size,
             int *minimum,
             int *natural,
             int *minimum_baseline,
             int *natural_baseline)
{
  GtkWidget *first, *second;
  get_pair (widget, &first, &second);
  *minimum = *natural = 0;
  if (first == NULL)
    return;
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = MAX (least_width (first), second != NULL ? least_width (second) : 0);
      *natural = MAX (*minimum, 1120);
      return;
    }
  int width = for_size >= 0 ? for_size : 1120;
  int beside = second != NULL ? first_width (first, second, width) : width;
  if (second == NULL)
    *minimum = height_for (first, width);
  else if (beside > 0)
    *minimum = MAX (height_for (first, beside), height_for (second, width - GAP - beside));
  else
    *minimum = height_for (first, width) + STACKED_GAP + height_for (second, width);
  *natural = *minimum;
}

static void
allocate_top (GtkWidget *widget, int width, int height, int baseline)
{
  GtkWidget *first, *second;
  get_pair (widget, &first, &second);
  if (first == NULL)
    return;
  int beside = second != NULL ? first_width (first, second, width) : 0;
  if (second == NULL)
    place (first, 0, 0, width, height);
  else if (beside > 0)
    {
      gboolean mirrored = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
      int other = width - GAP - beside;
      place (first, mirrored ? other + GAP : 0, 0, beside, height);
      place (second, mirrored ? 0 : beside + GAP, 0, other, height);
    }
  else
    {
      int upper = height_for (first, width);
      place (first, 0, 0, width, upper);
      place (second, 0, upper + STACKED_GAP, width, height - upper - STACKED_GAP);
    }
}

GtkLayoutManager *
nabla_learn_layout_new_top (void)
{
  return gtk_custom_layout_new (request_mode, measure_top, allocate_top);
}

/* A picture and a text */

static int
picture_width (GtkWidget *text, int width)
{
  return CLAMP (MIN (width * 2 / 5, width - least_width (text)), LEAST_PICTURE, PICTURE_WIDTH);
}

static void
measure_card (GtkWidget *widget,
              GtkOrientation orientation,
              int for_size,
              int *minimum,
              int *natural,
              int *minimum_baseline,
              int *natural_baseline)
{
  GtkWidget *picture, *text;
  get_pair (widget, &picture, &text);
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = LEAST_PICTURE + least_width (text);
      *natural = MAX (*minimum, 700);
      return;
    }
  int width = for_size >= 0 ? for_size : 700;
  *minimum = *natural
      = MAX (PICTURE_HEIGHT, height_for (text, width - picture_width (text, width)));
}

static void
allocate_card (GtkWidget *widget, int width, int height, int baseline)
{
  GtkWidget *picture, *text;
  get_pair (widget, &picture, &text);
  gboolean mirrored = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  int left = picture_width (text, width);
  place (picture, mirrored ? width - left : 0, 0, left, height);
  place (text, mirrored ? 0 : left, 0, width - left, height);
}

GtkLayoutManager *
nabla_learn_layout_new_card (void)
{
  return gtk_custom_layout_new (request_mode, measure_card, allocate_card);
}
