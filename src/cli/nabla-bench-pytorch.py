# The peer of `nabla-cli bench --peer pytorch`: the same workloads in PyTorch, in
# the best configuration that was found for it.
#
# Reads lines "NAME LAYERS HIDDEN LOSS OPTIMIZER M BATCH THREADS SECONDS" from its
# standard input, LAYERS such as 784-128-10 and "-" for what a workload does not
# have, and answers each with one line: microseconds a step.
#
# Its best: fused loss functions on logits, gradients set to None instead of
# zero, foreach Adam, OpenBLAS at one thread under PyTorch's own threads, data
# gathered by one index_select a step, and no bookkeeping in the loop. With more
# than one thread it may also choose to use one, and the faster counts.
#
# Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
import os
import sys
import time

os.environ["OPENBLAS_NUM_THREADS"] = "1"
try:
    import torch
except ImportError:
    print("missing", flush=True)
    sys.exit(1)

torch.set_flush_denormal(True)
ACTIVATIONS = {"tanh": torch.nn.Tanh, "relu": torch.nn.ReLU}


def prepare(layers, hidden, loss, optimizer, m, batch):
    torch.manual_seed(1)
    modules = []
    for n_in, n_out in zip(layers, layers[1:]):
        modules += [torch.nn.Linear(n_in, n_out), ACTIVATIONS[hidden]()]
    modules.pop()
    if loss == "-":
        modules.append(torch.nn.Sigmoid())
    model = torch.nn.Sequential(*modules)
    x = torch.randn(m, layers[0])

    if loss == "-":
        def forward():
            with torch.inference_mode():
                model(x)
        return forward

    if loss == "softmax_cross_entropy":
        y = torch.randint(layers[-1], (m,))
        cost = torch.nn.functional.cross_entropy
    else:
        y = torch.randint(2, (m, 1)).float()
        cost = torch.nn.functional.binary_cross_entropy_with_logits
    if optimizer == "adam":
        update = torch.optim.Adam(model.parameters(), lr=0.001, foreach=True)
    else:
        update = torch.optim.SGD(model.parameters(), lr=0.001, foreach=True)
    order = torch.randperm(m)
    batches = [order[i:i + batch] for i in range(0, m - batch + 1, batch)]
    whole = len(batches) == 1
    state = {"step": 0}

    def step():
        if whole:
            bx, by = x, y
        else:
            rows = batches[state["step"] % len(batches)]
            state["step"] += 1
            bx, by = x.index_select(0, rows), y.index_select(0, rows)
        update.zero_grad(set_to_none=True)
        cost(model(bx), by).backward()
        update.step()
    return step


def measure(step, threads, seconds):
    torch.set_num_threads(threads)
    for _ in range(3):
        step()
    start = now = time.perf_counter()
    steps, group = 0, 1
    while now - start < seconds:
        for _ in range(group):
            step()
        steps += group
        group = min(2 * group, 256)
        now = time.perf_counter()
    return (now - start) / steps * 1e6


prepared = {}
print("ready", torch.__version__, flush=True)
for line in sys.stdin:
    name, layers, hidden, loss, optimizer, m, batch, threads, seconds = line.split()
    if name not in prepared:
        prepared[name] = prepare([int(n) for n in layers.split("-")], hidden, loss, optimizer,
                                 int(m), int(batch))
    choices = sorted({1, int(threads)})
    print(min(measure(prepared[name], t, float(seconds) / len(choices)) for t in choices), flush=True)
