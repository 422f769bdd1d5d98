"""The two document networks: zone (where MRZ lines run, how tall, which way up) and line (the signs of a strip)."""
import torch
from torch import Tensor, nn
from torch.nn import functional as F

from mrz_text import ALPHABET

SIGNS = len(ALPHABET) + 1  # and none


def conv(inputs: int, outputs: int, stride: tuple[int, int] | int = 1, kernel: tuple[int, int] = (3, 3), pad: tuple[int, int] | None = None) -> nn.Sequential:
    padding = (kernel[0] // 2, kernel[1] // 2) if pad is None else pad
    return nn.Sequential(nn.Conv2d(inputs, outputs, kernel, stride, padding, bias=False), nn.BatchNorm2d(outputs), nn.ReLU(inplace=True))


class ZoneNet(nn.Module):
    """[N,1,H,W] grey 0..1 -> [N,5,H/4,W/4]: line logit, reading direction (cos, sin), way to the line's middle along its up (in capitals), log2 of capital height / 8 px."""

    def __init__(self) -> None:
        super().__init__()
        self.c4 = nn.Sequential(conv(1, 16, 2), conv(16, 24, 2), conv(24, 32))
        self.c8 = nn.Sequential(conv(32, 48, 2), conv(48, 48))
        self.c16 = nn.Sequential(conv(48, 72, 2), conv(72, 72))
        self.c32 = nn.Sequential(conv(72, 96, 2), conv(96, 96), conv(96, 96))
        self.d32, self.d16, self.d8, self.d4 = nn.Conv2d(96, 48, 1), nn.Conv2d(72, 48, 1), nn.Conv2d(48, 32, 1), nn.Conv2d(32, 32, 1)
        self.m16, self.m8, self.m4 = conv(48, 32), conv(32, 32), conv(32, 32)
        self.out = nn.Conv2d(32, 5, 1)

    def forward(self, image: Tensor) -> Tensor:
        c4 = self.c4(image * 2 - 1)
        c8 = self.c8(c4)
        c16 = self.c16(c8)
        up = lambda t: F.interpolate(t, scale_factor=2.0, mode="nearest")  # noqa: E731
        p16 = self.m16(self.d16(c16) + up(self.d32(self.c32(c16))))
        p8 = self.m8(self.d8(c8) + up(p16))
        return self.out(self.m4(self.d4(c4) + up(p8)))


def evened(strips: Tensor) -> Tensor:
    """The strip in an even light: less the mean, over the spread, of what is 48 px around; glare and faint print go out."""
    around = lambda t: F.avg_pool2d(t.mean(2, keepdim=True), (1, 97), 1, (0, 48), count_include_pad=False)  # noqa: E731
    mean = around(strips)
    spread = (around(strips * strips) - mean * mean).clamp(min=0)
    return (strips - mean) / (spread + 0.03**2).sqrt() * 0.5


class LineNet(nn.Module):
    """[N,1,32,W] grey strip -> per step [N,W/4,43]: 37 signs and none; phase (cos, sin of where in its sign a step lies); how far
    the line lies below the strip's middle, in capitals; log2 of its capital height / 16 px; logit that it is upright."""

    def __init__(self) -> None:
        super().__init__()
        self.body = nn.Sequential(
            conv(1, 24, 2), conv(24, 40), conv(40, 64, 2), conv(64, 96), conv(96, 96, (2, 1)), conv(96, 128),
            conv(128, 176, kernel=(4, 1), pad=(0, 0)), conv(176, 176, kernel=(1, 5)), conv(176, 176, kernel=(1, 5)),
        )
        self.out = nn.Conv2d(176, SIGNS + 5, 1)

    def forward(self, strips: Tensor) -> Tensor:
        return self.out(self.body(evened(strips))).squeeze(2).transpose(1, 2)


class ZoneExport(nn.Module):
    def __init__(self, net: nn.Module) -> None:
        super().__init__()
        self.net = net

    def forward(self, image: Tensor) -> Tensor:
        maps = self.net(image)
        return torch.cat([maps[:, :1].sigmoid(), maps[:, 1:]], 1)


class LineExport(nn.Module):
    def __init__(self, net: nn.Module) -> None:
        super().__init__()
        self.net = net

    def forward(self, strips: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        out = self.net(strips)
        frame = torch.cat([out[..., SIGNS + 2 : SIGNS + 4], out[..., SIGNS + 4 :].sigmoid()], 2)
        return out[..., :SIGNS].softmax(2), out[..., SIGNS : SIGNS + 2], frame
