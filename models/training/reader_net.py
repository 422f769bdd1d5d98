"""The plate reader: a plain CNN with a CTC head, a country head and a readable head."""
import torch
from torch import Tensor, nn

from vocabulary import ALPHABET, COUNTRIES


def conv(inputs: int, outputs: int, kernel: tuple[int, int] = (3, 3), stride: tuple[int, int] = (1, 1), pad_height: bool = True) -> nn.Sequential:
    """Convolution, batch norm, ReLU; the width is padded to keep its size, the height if asked."""
    padding = (kernel[0] // 2 if pad_height else 0, kernel[1] // 2)
    return nn.Sequential(nn.Conv2d(inputs, outputs, kernel, stride, padding, bias=False), nn.BatchNorm2d(outputs), nn.ReLU(inplace=True))


class ReaderNet(nn.Module):
    """[N,3,48,160] RGB 0..1 -> CTC logits [N,40,37], country logits [N,10], readable logit [N,1]."""

    def __init__(self) -> None:
        super().__init__()
        self.features = nn.Sequential(
            conv(3, 16),
            conv(16, 40, stride=(2, 2)),
            conv(40, 48),
            conv(48, 72, stride=(2, 1)),
            conv(72, 72),
            conv(72, 112, stride=(2, 2)),
            conv(112, 112),
            conv(112, 112),
            conv(112, 144, stride=(2, 1)),
        )
        self.line = nn.Sequential(conv(144, 160, (3, 1), pad_height=False), conv(160, 160, (1, 5)), nn.Dropout2d(0.1), conv(160, 160, (1, 5)))
        self.signs = nn.Conv2d(160, len(ALPHABET) + 1, 1)
        self.judge = nn.Sequential(nn.Linear(288, 96), nn.ReLU(inplace=True))
        self.country = nn.Linear(96, len(COUNTRIES))
        self.readable = nn.Linear(96, 1)

    def forward(self, plates: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        features = self.features(plates * 2 - 1)
        signs = self.signs(self.line(features)).squeeze(2).transpose(1, 2)
        pooled = torch.cat([features.mean((2, 3)), features.amax((2, 3))], 1)
        judged = self.judge(pooled)
        return signs, self.country(judged), self.readable(judged)


class ReaderExport(nn.Module):
    """The reader as exported: log-probabilities and probabilities in place of logits."""

    def __init__(self, net: ReaderNet) -> None:
        super().__init__()
        self.net = net

    def forward(self, plates: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        signs, country, readable = self.net(plates)
        return signs.log_softmax(2), country.softmax(1), readable.sigmoid()
