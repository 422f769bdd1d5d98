"""The plate detector: one stage, stride 8, a small feature pyramid, heat and corner offsets."""
import torch
from torch import Tensor, nn
from torch.nn import functional as F

from vocabulary import STRIDE


def conv(inputs: int, outputs: int, stride: int = 1, kernel: int = 3) -> nn.Sequential:
    """Convolution of the same padding, batch norm, ReLU."""
    return nn.Sequential(nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2, bias=False), nn.BatchNorm2d(outputs), nn.ReLU(inplace=True))


class DetectorNet(nn.Module):
    """[N,3,H,W] RGB 0..1 -> heat logits [N,1,H/8,W/8], corners [N,8,H/8,W/8] in cells of 8 px.

    Corners are x,y of top-left, top-right, bottom-right, bottom-left of the plate as read,
    relative to the cell centre.
    """

    def __init__(self) -> None:
        super().__init__()
        self.stem = nn.Sequential(conv(3, 16, 2), conv(16, 32, 2), conv(32, 32))
        self.stage8 = nn.Sequential(conv(32, 64, 2), conv(64, 64))
        self.stage16 = nn.Sequential(conv(64, 88, 2), conv(88, 88))
        self.stage32 = nn.Sequential(conv(88, 112, 2), conv(112, 112), conv(112, 112))
        self.stage64 = nn.Sequential(conv(112, 112, 2), conv(112, 112))
        self.down64, self.down32, self.down16, self.down8 = (nn.Conv2d(c, 64, 1) for c in (112, 112, 88, 64))
        self.merge16, self.merge8 = conv(64, 64), conv(64, 64)
        self.heat = nn.Sequential(conv(64, 48), nn.Conv2d(48, 1, 1))
        self.corners = nn.Sequential(conv(64, 64), nn.Conv2d(64, 8, 1))
        nn.init.constant_(self.heat[-1].bias, -4.6)

    def forward(self, image: Tensor) -> tuple[Tensor, Tensor]:
        c8 = self.stage8(self.stem(image * 2 - 1))
        c16 = self.stage16(c8)
        c32 = self.stage32(c16)
        c64 = self.stage64(c32)
        p32 = self.down32(c32) + F.interpolate(self.down64(c64), size=c32.shape[2:], mode="nearest")
        p16 = self.merge16(self.down16(c16) + F.interpolate(p32, size=c16.shape[2:], mode="nearest"))
        p8 = self.merge8(self.down8(c8) + F.interpolate(p16, size=c8.shape[2:], mode="nearest"))
        return self.heat(p8), self.corners(p8)


class DetectorExport(nn.Module):
    """The detector as exported: probability with non-maxima zeroed, corner offsets in px."""

    def __init__(self, net: DetectorNet) -> None:
        super().__init__()
        self.net = net

    def forward(self, image: Tensor) -> tuple[Tensor, Tensor]:
        heat, corners = self.net(image)
        heat = heat.sigmoid()
        peak = (heat == F.max_pool2d(heat, 3, 1, 1)).to(heat.dtype)
        return heat * peak, corners * STRIDE
