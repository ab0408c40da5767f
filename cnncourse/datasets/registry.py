"""What is known about each data set: its facts, its files, their hashes and addresses.

The one place where a hash or an address of a data set is written down.
"""

from dataclasses import dataclass

FASHION_CLASSES = (
    "T-shirt/top",
    "Trouser",
    "Pullover",
    "Dress",
    "Coat",
    "Sandal",
    "Shirt",
    "Sneaker",
    "Bag",
    "Ankle boot",
)
CIFAR_CLASSES = (
    "airplane",
    "automobile",
    "bird",
    "cat",
    "deer",
    "dog",
    "frog",
    "horse",
    "ship",
    "truck",
)
SHAPE_CLASSES = (
    "disc",
    "ring",
    "square",
    "triangle",
    "cross",
    "star",
    "heart",
    "crescent",
    "arrow",
    "stripes",
)


@dataclass(frozen=True)
class DatasetInfo:
    """The facts of one data set.

    Parameters
    ----------
    name : str
        What `load` calls it.
    description : str
        What its images show, in one line.
    kind : str
        ``"packaged"`` (inside this package), ``"generated"`` (drawn by a seed) or
        ``"download"``.
    train, test : int
        How many images; for a generated set, how many by default.
    image_shape : (int, int, int)
        Height, width and channels.
    classes : tuple of str
        The name of each label.
    size : int
        Bytes to download or inside the package; 0 for a generated set.
    licence : str
        Under which terms the images may be passed on.
    source : str
        Where the set is described.
    """

    name: str
    description: str
    kind: str
    train: int
    test: int
    image_shape: tuple[int, int, int]
    classes: tuple[str, ...]
    size: int
    licence: str
    source: str


FASHION_MNIST = DatasetInfo(
    name="fashion-mnist",
    description="Zalando's articles of clothing, grey, 28×28",
    kind="download",
    train=60_000,
    test=10_000,
    image_shape=(28, 28, 1),
    classes=FASHION_CLASSES,
    size=30_878_645,
    licence="MIT, © 2017 Zalando SE",
    source="https://github.com/zalandoresearch/fashion-mnist",
)
FASHION_MNIST_MINI = DatasetInfo(
    name="fashion-mnist-mini",
    description="500 + 100 images of each class of Fashion-MNIST; works offline",
    kind="packaged",
    train=5_000,
    test=1_000,
    image_shape=(28, 28, 1),
    classes=FASHION_CLASSES,
    size=2_586_027,
    licence=FASHION_MNIST.licence,
    source=FASHION_MNIST.source,
)
CIFAR10 = DatasetInfo(
    name="cifar10",
    description="animals and vehicles, colour, 32×32",
    kind="download",
    train=50_000,
    test=10_000,
    image_shape=(32, 32, 3),
    classes=CIFAR_CLASSES,
    size=170_052_171,
    licence="none stated by its author, so this package does not contain it",
    source="https://www.cs.toronto.edu/~kriz/cifar.html",
)
SHAPES = DatasetInfo(
    name="shapes",
    description="ten kinds of drawn shapes, colour, 32×32; works offline",
    kind="generated",
    train=5_000,
    test=1_000,
    image_shape=(32, 32, 3),
    classes=SHAPE_CLASSES,
    size=0,
    licence="free of rights",
    source="drawn by cnncourse.datasets.shapes",
)


@dataclass(frozen=True)
class IdxFile:
    """One IDX file: its values' shape, the SHA-256 of its content and of its official archive.

    The content is what counts: distributors compress it anew, which changes the archive.
    """

    name: str
    shape: tuple[int, ...]
    content_sha256: str
    archive_sha256: str = ""

    @property
    def archive(self) -> str:
        """The name of the compressed file."""
        return f"{self.name}.gz"


FASHION_MNIST_FILES = (
    IdxFile(
        "train-images-idx3-ubyte",
        (60_000, 28, 28),
        "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888",
        "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84",
    ),
    IdxFile(
        "train-labels-idx1-ubyte",
        (60_000,),
        "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9",
        "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845",
    ),
    IdxFile(
        "t10k-images-idx3-ubyte",
        (10_000, 28, 28),
        "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b",
        "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073",
    ),
    IdxFile(
        "t10k-labels-idx1-ubyte",
        (10_000,),
        "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34",
        "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5",
    ),
)
FASHION_MNIST_MIRRORS = (
    "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/",
    "https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/",
    "https://storage.googleapis.com/tensorflow/tf-keras-datasets/",
)

FASHION_MNIST_MINI_FILES = (
    IdxFile(
        "train-images-idx3-ubyte",
        (5_000, 28, 28),
        "80ed6bbe8fd16134380c0952f8b359837662e6afed316e156c9182882c6e79a2",
    ),
    IdxFile(
        "train-labels-idx1-ubyte",
        (5_000,),
        "a2c3afc5caa138cd7b28c903acf34ffdb77991af89bf72265c006b4a701e3732",
    ),
    IdxFile(
        "t10k-images-idx3-ubyte",
        (1_000, 28, 28),
        "3825c92deba9332c8a3ba7ad654597f6633823fed0768d752aeeb62f2e56aa6e",
    ),
    IdxFile(
        "t10k-labels-idx1-ubyte",
        (1_000,),
        "c974c16cea82a60a4df7293c7783e4bbb0c54a67c69a3e008aff78423fea7f79",
    ),
)


@dataclass(frozen=True)
class BatchFile:
    """One file of CIFAR-10's binary version: 10,000 records of a label and an image."""

    name: str
    sha256: str
    images: int = 10_000


CIFAR10_ARCHIVE = "cifar-10-binary.tar.gz"
CIFAR10_ARCHIVE_MD5 = "c32a1d4ab5d03f1284b67883e8d87530"
CIFAR10_FOLDER = "cifar-10-batches-bin"
CIFAR10_MIRRORS = (
    "https://www.cs.toronto.edu/~kriz/",
    "https://storage.googleapis.com/s4tf-hosted-binaries/datasets/CIFAR10/",
    "https://mindspore-website.obs.cn-north-4.myhuaweicloud.com/notebook/datasets/",
)
CIFAR10_FILES = (
    BatchFile(
        "data_batch_1.bin", "cee916563c9f80d84e3cc88e17fdc0941787f1244f00a67874d45b261883ada5"
    ),
    BatchFile(
        "data_batch_2.bin", "a591ca11fa1708a91ee40f54b3da4784ccd871ecf2137de63f51ada8b3fa57ed"
    ),
    BatchFile(
        "data_batch_3.bin", "bbe8596564c0f86427f876058170b84dac6670ddf06d79402899d93ceea26f67"
    ),
    BatchFile(
        "data_batch_4.bin", "014e562d6e23c72197cc727519169a60359f5eccd8945ad5a09d710285ff4e48"
    ),
    BatchFile(
        "data_batch_5.bin", "755304fc0b379caeae8c14f0dac912fbc7d6cd469eb67a1029a08a39453a9add"
    ),
    BatchFile("test_batch.bin", "8e2eb146ae340b09e24670f29cabc6326dba54da8789dab6768acf480273f65b"),
)
