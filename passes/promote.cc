/* SPDX-License-Identifier: GPL-3.0-or-later */
/* promote.cc - the promotion pass: ask the engine, choose, rewrite.

       1. every body as it will be compiled: all inlining done
       2. facts, models, the engine's verdict on each allocation
       3. sizes and budgets: which are moved
       4. rewrite, function by function
       5. remarks

   It is an IPA pass, the last before functions are compiled one by one,
   because the answer needs the callees' bodies as they are at that time.

   Invariants: when the engine gives up, nothing is changed.  At -O0, under a
   sanitizer that watches the heap, and in C++ nothing is done, which is said
   once.  */

#include "promote-internal.h"
#include "arguments.h"
#include "model.h"
#include "pass.h"

/* ---- choosing ------------------------------------------------------------ */

static bool
refuse (struct esc_promote_site *s, enum esc_heap_why why)
{
  s->site->why = why;
  return false;
}

/* Is S still a candidate, and how large?  cfun is its function.  */
static bool
candidate (struct esc_promote_site *s, gimple_ranger *ranger)
{
  if (s->site->why)
    return false;
  if (!s->call || !opt_for_fn (s->fndecl, optimize))
    return refuse (s, ESC_HEAP_OFF);
  if (cfun->calls_setjmp || cfun->has_nonlocal_label || cfun->calls_eh_return)
    return refuse (s, ESC_HEAP_SETJMP);
  if (stmt_ends_bb_p (s->call))
    return refuse (s, ESC_HEAP_UNDERSTOOD);
  if (s->site->recursive && !esc_promote_pool_bounds ())
    return refuse (s, ESC_HEAP_RECURSIVE);
  return esc_promote_size (s, ranger);
}

/* Slots are multiples of this, so that their sum is the frame's growth.  */
static uint64_t
rounded (uint64_t n, unsigned align)
{
  return (MAX (n, 1) + align - 1) / align * align;
}

/* Where code may run on a small stack.  */
enum
{
  SMALL_EACH = 256,
  SMALL_FRAME = 512
};

struct budget
{
  int64_t each, left;
};

static void
choose (struct esc_promote_site *s, struct budget *b, uint64_t bytes,
        bool fixed)
{
  static int64_t chosen;
  int64_t most = esc_settings.value[ESC_ARG_PROMOTE_COUNT];
  if (most >= 0 && chosen >= most)
    {
      refuse (s, ESC_HEAP_COUNT);
      return;
    }
  chosen++;
  s->bytes = bytes;
  s->site->chosen = true;
  s->site->fixed = fixed;
  b->left -= rounded (bytes, s->align);
}

/* Can the size of S be no other than one that is too large?  */
static bool
surely_large (const struct esc_promote_site *s)
{
  return s->site->alloc.size == ESC_HEAP_CONST
         || (s->site->alloc.size != ESC_HEAP_STRING
             && TREE_CODE (gimple_call_arg (s->call, s->site->alloc.arg))
                    == INTEGER_CST);
}

/* Those of a known size that get a slot of their own; how many parts of what
   is left the others need.  */
static unsigned
choose_known (struct esc_promote_site **at, unsigned n, struct budget *b)
{
  unsigned open = 0, pool = 0;
  for (unsigned i = 0; i < n; i++)
    {
      struct esc_promote_site *s = at[i];
      if (s->site->why)
        continue;
      bool known = s->most != UINT64_MAX && s->most <= (uint64_t)b->each;
      bool room = known && (int64_t)rounded (s->most, s->align) <= b->left;
      if (!known && surely_large (s))
        refuse (s, ESC_HEAP_SIZE);
      else if (s->site->pool)
        pool = 1;
      else if (room)
        choose (s, b, MAX (s->most, 1), true);
      else if (surely_large (s))
        refuse (s, ESC_HEAP_FRAME);
      else
        open++;
    }
  return open + pool;
}

/* A piece of the pool is a multiple of so many bytes, and never empty.  */
enum
{
  PIECE = 16,
  BOUNDED = 1024 /* of a size that is not known, in a function that may call
                    itself */
};

/* How large the pool for the N candidates AT of a function that may call itself
   needs to be, at most MOST.  */
static int64_t
bounded_pool (struct esc_promote_site **at, unsigned n, int64_t most)
{
  int64_t sum = 0;
  for (unsigned i = 0; i < n; i++)
    if (at[i]->site->loops || at[i]->most > (uint64_t)most)
      sum += BOUNDED;
    else
      sum += at[i]->most / PIECE * PIECE + PIECE;
  return MIN (sum, most);
}

/* Choose among the N candidates AT of one function: first those whose size is
   known, then the others, which share what is left; a pool is one of them.  */
static void
choose_some (struct esc_promote_site **at, unsigned n, bool small_stacks)
{
  struct budget b = { esc_settings.value[ESC_ARG_PROMOTE],
                      esc_settings.value[ESC_ARG_PROMOTE_FRAME] };
  if (small_stacks)
    {
      b.each = MIN (b.each, (int64_t)SMALL_EACH);
      b.left = MIN (b.left, (int64_t)SMALL_FRAME);
    }
  for (unsigned i = 0; i < n && small_stacks; i++)
    if (at[i]->site->recursive)
      refuse (at[i], ESC_HEAP_RECURSIVE);
  unsigned open = choose_known (at, n, &b);
  int64_t pool = 0;
  for (unsigned i = 0; i < n; i++)
    {
      struct esc_promote_site *s = at[i];
      if (s->site->chosen || s->site->why)
        continue;
      int64_t share
          = s->site->pool && pool ? pool : MIN (b.each, b.left / open--);
      if (s->site->recursive)
        share = bounded_pool (at, n, share);
      share = share / s->align * s->align;
      if (share
          < MAX ((int64_t)PIECE, s->site->alloc.least) + s->site->alloc.add)
        refuse (s, ESC_HEAP_FRAME);
      else
        choose (s, &b, share, false);
      if (s->site->pool && pool)
        b.left += share;
      else if (s->site->pool)
        pool = share;
    }
}

/* ---- functions ----------------------------------------------------------- */

/* The call of each site.  */
static void
find_calls (struct esc_promote *p)
{
  p->sites = XCNEWVEC (struct esc_promote_site, p->heap.nsites + 1);
  unsigned k = 0;
  for (uint32_t i = 0; i < p->heap.nsites; i++)
    {
      struct esc_promote_site *s = &p->sites[i];
      s->site = &p->heap.sites[i];
      for (k = 0; k < p->stmts.n; k++)
        if (p->stmts.v[k].fn == s->site->fn
            && p->stmts.v[k].ins == s->site->ins)
          break;
      if (k == p->stmts.n)
        continue;
      s->call = as_a<gcall *> (p->stmts.v[k].stmt);
      s->fndecl = p->stmts.v[k].decl;
      s->loc = gimple_location (s->call);
      tree fn = gimple_call_fndecl (s->call);
      s->name = fn && DECL_NAME (fn) ? IDENTIFIER_POINTER (DECL_NAME (fn))
                                     : "memory";
    }
}

/* What a call in FNDECL resizes can be moved only if that call can be
   rewritten.  */
static void
refuse_resized (struct esc_promote *p, tree fndecl, gimple_ranger *ranger)
{
  for (uint32_t i = 0; i < p->heap.nreleases; i++)
    {
      const struct esc_heap_release *r = &p->heap.releases[i];
      bool ok = !r->resizes;
      for (uint32_t k = 0; k < p->heap.nsites && !ok; k++)
        if (p->sites[k].fndecl == fndecl && p->sites[k].site->fn == r->fn
            && p->sites[k].site->ins == r->ins)
          ok = esc_promote_size (&p->sites[k], ranger)
               && !stmt_ends_bb_p (p->sites[k].call);
      for (uint32_t k = 0; k < r->nsites && !ok; k++)
        {
          struct esc_promote_site *s = &p->sites[p->heap.refs[r->sites + k]];
          if (s->fndecl == fndecl && !s->site->why)
            refuse (s, ESC_HEAP_RESIZED);
        }
    }
}

static void
choose_in (struct esc_promote *p, tree fndecl)
{
  struct esc_promote_site **at
      = XNEWVEC (struct esc_promote_site *, p->heap.nsites);
  unsigned n = 0;
  push_cfun (DECL_STRUCT_FUNCTION (fndecl));
  gimple_ranger *ranger = esc_gcc_ranger_start (cfun);
  refuse_resized (p, fndecl, ranger);
  for (uint32_t i = 0; i < p->heap.nsites; i++)
    if (p->sites[i].fndecl == fndecl && candidate (&p->sites[i], ranger))
      at[n++] = &p->sites[i];
  esc_gcc_ranger_stop (cfun, ranger);
  pop_cfun ();
  choose_some (at, n, p->heap.small_stacks);
  free (at);
}

static void
rewrite_in (struct esc_promote *p, tree fndecl)
{
  push_cfun (DECL_STRUCT_FUNCTION (fndecl));
  esc_promote_rewrite (p, fndecl);
  esc_gcc_body_changed ();
  pop_cfun ();
}

/* Each function that has a site, once.  */
static void
each_function (struct esc_promote *p, void (*fn) (struct esc_promote *, tree),
               bool chosen)
{
  tree last = NULL_TREE;
  for (uint32_t i = 0; i < p->heap.nsites; i++)
    if (p->sites[i].fndecl && p->sites[i].fndecl != last
        && (!chosen || p->heap.sites[i].chosen))
      {
        last = p->sites[i].fndecl;
        fn (p, last);
      }
}

/* ---- the unit ------------------------------------------------------------ */

/* All that may give up.  */
static void
ask (void *arg)
{
  struct esc_promote *p = (struct esc_promote *)arg;
  p->m = esc_lower_late (&p->stmts);
  esc_models_link (esc_settings_models (), p->m);
  esc_heap_solve (p->m, &p->heap, false);
}

static void
promote_unit (void)
{
  struct esc_promote p = {};
  const char *failed = esc_guard (ask, &p);
  if (failed)
    {
      while (cfun)
        pop_cfun ();
      esc_promote_say_off (failed);
      return;
    }
  find_calls (&p);
  each_function (&p, choose_in, false);
  esc_heap_settle (p.m, &p.heap);
  each_function (&p, rewrite_in, true);
  esc_promote_say (&p);
  esc_heap_free (&p.heap);
  esc_module_free (p.m);
  free (p.stmts.v);
  free (p.sites);
}

/* Why nothing is to be done, or NULL.  */
static const char *
off (void)
{
  if (!optimize)
    return "the code is not optimized (-O0)";
  if (lang_GNU_CXX ())
    return "the source is C++";
  if (flag_sanitize & (SANITIZE_ADDRESS | SANITIZE_HWADDRESS))
    return "the address sanitizer watches the heap";
  return NULL;
}

/* Inlining is planned for the whole unit and done body by body: do it for all
   now.  A pass of its own, for it resets what GCC knows of dumps.  */
static void
get_bodies (void)
{
  cgraph_node *node;
  if (off ())
    return;
  FOR_EACH_DEFINED_FUNCTION (node)
  if (node->has_gimple_body_p () && !node->inlined_to && !node->alias)
    node->get_body ();
}

static void
expose (void)
{
  if (off ())
    return;
  esc_promote_note_demands ();
  esc_promote_expose ();
}

static void
promote (void)
{
  const char *why = off ();
  if (why)
    esc_promote_say_off (why);
  else
    promote_unit ();
}

void
esc_promote_register (const char *plugin, bool at_link)
{
  /* At link time nothing is before inlining.  */
  if (!at_link)
    esc_pass_after (plugin, "escape", "escape-expose", OPTGROUP_NONE, expose);
  esc_pass_after (plugin, "simdclone", "escape-bodies", OPTGROUP_NONE,
                  get_bodies);
  esc_pass_after (plugin, "escape-bodies", "escape-promote", OPTGROUP_OTHER,
                  promote);
}
