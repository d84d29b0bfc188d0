/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The caller's field or struct is given its old value back.  */

struct frame
{
  char *args;
  struct frame *up;
  int pc;
};
struct vm
{
  struct frame *frame;
  char *scratch;
  int depth;
};
void step (void);
int failed (void);

void
nowarn_field (struct vm *vm)
{
  char buf[64] = "";
  char *old = vm->scratch;
  vm->scratch = buf;
  step ();
  vm->scratch = old;
}

void
nowarn_whole_struct (struct vm *vm)
{
  char buf[64] = "";
  struct vm save = *vm;
  vm->scratch = buf;
  vm->depth++;
  step ();
  *vm = save;
}

int
nowarn_frame_popped (struct vm *vm)
{
  struct frame f = { 0, vm->frame, 0 };
  vm->frame = &f;
  step ();
  if (failed ())
    {
      vm->frame = f.up;
      return -1;
    }
  vm->frame = vm->frame->up;
  return f.pc;
}

void
nowarn_same_condition (struct vm *vm, char *given)
{
  char buf[64] = "";
  if (!given)
    vm->scratch = buf;
  step ();
  if (!given)
    vm->scratch = 0;
}

void
nowarn_loop_over_exits (struct vm *vm, int n)
{
  char buf[64] = "";
  vm->scratch = buf;
  for (int i = 0; i < n; i++)
    {
      if (i == 7)
        goto done;
      step ();
    }
done:
  vm->scratch = 0;
}

void
warn_wrong_field (struct vm *vm)
{
  char buf[64] = "";
  struct vm save = *vm;
  vm->scratch = buf; /* { dg-warning {'buf' is left in 'vm->scratch'.*\[escape-param\]} } */
  step ();
  vm->frame = save.frame;
  vm->depth = save.depth;
}

int
warn_error_exit (struct vm *vm)
{
  struct frame f = { 0, vm->frame, 0 };
  vm->frame = &f; /* { dg-warning {'f' is left in 'vm->frame'.*\[escape-param\]} } */
  step ();
  if (failed ())
    return -1;
  vm->frame = f.up;
  return 0;
}

void
warn_restored_if_not_null (struct vm *vm)
{
  char buf[64] = "";
  char *old = vm->scratch;
  vm->scratch = buf; /* { dg-warning {'buf' is left in 'vm->scratch'.*\[escape-param\]} } */
  step ();
  if (old)
    vm->scratch = old;
}

void
nowarn_maybe_same_vm (struct vm *vm, struct vm *other)
{
  char buf[64] = "";
  vm->scratch = buf;
  step ();
  other->scratch = 0;
}
