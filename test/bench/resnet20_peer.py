"""What `nadir bench peer` measures ResNet-20 against: the same network and step in PyTorch. Prints one JSON document.

  python resnet20_peer.py [--threads 2] [--repeats 5]

Batch 128 of random images, Adam, channels_last, which is the faster layout; images/s as medians of the repeats.
"""
import argparse, json, statistics, time
import torch, torch.nn as nn, torch.nn.functional as F


def conv(inputs, outputs, size, stride):
    return nn.Sequential(nn.Conv2d(inputs, outputs, size, stride, size // 2, bias=False), nn.BatchNorm2d(outputs))


class Block(nn.Module):
    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.first, self.second = conv(inputs, outputs, 3, stride), conv(outputs, outputs, 3, 1)
        self.shortcut = conv(inputs, outputs, 1, stride) if stride != 1 else nn.Identity()

    def forward(self, x):
        return F.relu(self.second(F.relu(self.first(x))) + self.shortcut(x))


class ResNet20(nn.Module):
    def __init__(self):
        super().__init__()
        layers, inputs = [conv(3, 16, 3, 1), nn.ReLU()], 16
        for outputs in (16, 32, 64):
            for i in range(3):
                layers.append(Block(inputs, outputs, 2 if i == 0 and outputs != 16 else 1))
                inputs = outputs
        self.body, self.last = nn.Sequential(*layers), nn.Linear(64, 10)

    def forward(self, x):
        return self.last(self.body(x).mean((2, 3)))


def timed(work, repeats):
    work()
    seconds = []
    for _ in range(repeats):
        begin = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - begin)
    return statistics.median(seconds)


parser = argparse.ArgumentParser()
parser.add_argument("--threads", type=int, default=2)
parser.add_argument("--repeats", type=int, default=5)
arguments = parser.parse_args()
torch.set_num_threads(arguments.threads)
torch.manual_seed(1)
net = ResNet20().to(memory_format=torch.channels_last)
x = torch.rand(128, 3, 32, 32).contiguous(memory_format=torch.channels_last)
y = torch.randint(0, 10, (128,))
optimiser = torch.optim.Adam(net.parameters(), 1e-3)


def train():
    net.train()
    for _ in range(3):
        optimiser.zero_grad(set_to_none=True)
        F.cross_entropy(net(x), y).backward()
        optimiser.step()


def evaluate():
    net.eval()
    with torch.no_grad():
        for _ in range(3):
            net(x)


figures = {"train": 384 / timed(train, arguments.repeats), "evaluate": 384 / timed(evaluate, arguments.repeats)}
print(json.dumps({"torch": torch.__version__, "threads": arguments.threads, **{k: round(v, 1) for k, v in figures.items()}}))
