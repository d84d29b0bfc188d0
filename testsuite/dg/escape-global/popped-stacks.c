/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A stack of addresses: what has been popped is nobody's any more, although
   the memory beyond the stack's end still holds it.  */

extern void work (void);
extern int failed (void);

struct frame
{
  int line;
};

static struct frame *frames[16];
static int depth;
static struct frame **top = frames;

void
nowarn_pushed_and_popped (int line)
{
  struct frame f = { line };
  frames[depth++] = &f;
  work ();
  depth--;
}

void
nowarn_grows_before (int line)
{
  struct frame f = { line };
  frames[++depth] = &f;
  work ();
  --depth;
}

void
nowarn_top_pointer (int line)
{
  struct frame f = { line };
  *top++ = &f;
  work ();
  top--;
}

static void
push (struct frame *f)
{
  frames[depth] = f;
  depth++;
}

static void
pop (void)
{
  if (depth > 0)
    depth--;
}

int
nowarn_in_helpers (int line)
{
  struct frame f = { line };
  push (&f);
  if (failed ())
    {
      pop ();
      return -1;
    }
  work ();
  pop ();
  return 0;
}

void
nowarn_depth_put_back (int line)
{
  struct frame f = { line }, g = { line };
  int old = depth;
  push (&f);
  push (&g);
  work ();
  depth = old;
}

void
nowarn_all_dropped (int line)
{
  struct frame f = { line };
  push (&f);
  work ();
  depth = 0;
}

int
warn_popped_on_one_path (int line)
{
  struct frame f = { line };
  frames[depth++] = &f; /* { dg-warning {'f'.*\[escape-global\]} } */
  if (failed ())
    return -1;
  depth--;
  return 0;
}

void
warn_one_too_few (int line)
{
  struct frame f = { line }, g = { line };
  frames[depth++] = &f; /* { dg-warning {'f'.*\[escape-global\]} } */
  frames[depth++] = &g;
  work ();
  depth--;
}

void
warn_top_replaced (int line)
{
  struct frame f = { line };
  frames[depth] = &f; /* { dg-warning {'f'.*\[escape-global\]} } */
  work ();
}

/* A ring's end does not go back.  */
static struct frame *ring[8];
static unsigned written;

void
warn_ring (int line)
{
  struct frame f = { line };
  ring[written++ & 7] = &f; /* { dg-warning {'f'.*\[escape-global\]} } */
  work ();
}
