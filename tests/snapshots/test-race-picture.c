/* Race pictures: standings, and how a terrain's lines and colors are spread.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-snapshot.h"

#include <math.h>

static NablaRacer *
add (NablaRacePicture *race, const char *name, double cost, NablaRacerState state, gint64 step)
{
  NablaRacer *racer = nabla_race_picture_add (race, name, 0);
  racer->cost = cost;
  racer->state = state;
  racer->state_step = step;
  return racer;
}

static void
test_order (void)
{
  g_autoptr (NablaRacePicture) race = nabla_race_picture_new ("Bowl");
  add (race, "diverged early", 0.1, NABLA_RACER_DIVERGED, 5);
  add (race, "running", 0.7, NABLA_RACER_RUNNING, -1);
  add (race, "finished late", 0.001, NABLA_RACER_FINISHED, 90);
  add (race, "diverged late", 3, NABLA_RACER_DIVERGED, 50);
  add (race, "unknown", NAN, NABLA_RACER_RUNNING, -1);
  add (race, "finished early", 0.009, NABLA_RACER_FINISHED, 60);
  add (race, "running ahead", 0.2, NABLA_RACER_RUNNING, -1);
  static const guint expected[] = { 5, 2, 6, 1, 4, 3, 0 };
  guint order[G_N_ELEMENTS (expected)];
  nabla_race_picture_order (race, order);
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    g_assert_cmpuint (order[i], ==, expected[i]);
}

static NablaTerrain *
terrain_of (NablaTerrainScale scale, double offset)
{
  NablaTerrain *terrain = nabla_terrain_new (21, 1);
  terrain->scale = scale;
  for (guint i = 0; i < 21; i++)
    terrain->field->values[i] = (float) (offset + 0.5 * i * i);
  nabla_terrain_finish (terrain);
  return terrain;
}

static void
test_levels (void)
{
  for (guint scale = 0; scale <= NABLA_TERRAIN_LINEAR; scale++)
    {
      g_autoptr (NablaTerrain) terrain = terrain_of ((NablaTerrainScale) scale, 0);
      g_assert_cmpfloat (terrain->least, ==, 0);
      g_assert_cmpfloat (terrain->range, ==, 200);
      g_assert_cmpuint (terrain->n_levels, >=, 6);
      for (guint i = 0; i < terrain->n_levels; i++)
        {
          g_assert_cmpfloat (terrain->levels[i], >, 0);
          g_assert_cmpfloat (terrain->levels[i], <, 200);
          if (i > 0)
            g_assert_cmpfloat (terrain->levels[i], >, terrain->levels[i - 1]);
        }
    }

  /* Equal steps of the root: these lines of a quadratic are equally far apart. */
  g_autoptr (NablaTerrain) root = terrain_of (NABLA_TERRAIN_ROOT, 0);
  for (guint i = 1; i < root->n_levels; i++)
    g_assert_cmpfloat_with_epsilon (sqrt (root->levels[i]) - sqrt (root->levels[i - 1]),
                                    sqrt (root->levels[0]), 1e-9);
  g_autoptr (NablaTerrain) linear = terrain_of (NABLA_TERRAIN_LINEAR, -100);
  g_assert_cmpfloat (linear->levels[1] - linear->levels[0], ==, 20);
}

static void
test_tone (void)
{
  for (guint scale = 0; scale <= NABLA_TERRAIN_LINEAR; scale++)
    {
      g_autoptr (NablaTerrain) terrain = terrain_of ((NablaTerrainScale) scale, 3);
      g_assert_cmpfloat (nabla_terrain_tone (terrain, 3), ==, 0);
      g_assert_cmpfloat (nabla_terrain_tone (terrain, 203), ==, 1);
      g_assert_cmpfloat (nabla_terrain_tone (terrain, 1e300), ==, 1);
      g_assert_cmpfloat (nabla_terrain_tone (terrain, 10), <, nabla_terrain_tone (terrain, 20));
      g_assert_true (isnan (nabla_terrain_tone (terrain, NAN)));
    }
}

/* Nothing to see is no error. */
static void
test_odd (void)
{
  g_autoptr (NablaTerrain) flat = nabla_terrain_new (3, 2);
  nabla_terrain_finish (flat);
  g_assert_cmpuint (flat->n_levels, ==, 0);
  g_assert_true (isnan (nabla_terrain_tone (flat, 0)));
  g_autoptr (NablaTerrain) other = nabla_terrain_new (3, 2);
  for (guint i = 0; i < 6; i++)
    other->field->values[i] = i == 2 ? 1 : NAN;
  nabla_terrain_finish (other);
  g_assert_cmpuint (other->n_levels, ==, 0);
  g_assert_cmpuint (flat->id, !=, other->id);
}

static void
test_shared (void)
{
  g_autoptr (NablaTrail) trail = nabla_trail_new (3);
  NablaSnapshot *snapshot = nabla_snapshot_new ();
  snapshot->race = nabla_race_picture_new ("Bowl");
  NablaRacer *racer = nabla_race_picture_add (snapshot->race, "Adam", 0);
  g_assert_true (isnan (racer->wander_radius) && isnan (racer->next_w) && isnan (racer->seconds));
  racer->trail = nabla_trail_ref (trail);
  nabla_race_picture_add_term (snapshot->race, nabla_race_term_new ("Gradient"));
  nabla_snapshot_unref (snapshot);
  g_assert_cmpfloat (trail->w[2], ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/race-picture/order", test_order);
  g_test_add_func ("/race-picture/levels", test_levels);
  g_test_add_func ("/race-picture/tone", test_tone);
  g_test_add_func ("/race-picture/odd", test_odd);
  g_test_add_func ("/race-picture/shared", test_shared);
  return g_test_run ();
}
