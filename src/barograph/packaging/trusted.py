"""Types that a model file may name without anybody vouching for the file.

skops brings its own list: scikit-learn's public estimators, numpy's types and ufuncs, losses and links. Here is what we add after reading
each type: building one from a file runs no code of the file's choosing, and where native code later follows numbers in it,
`barograph.packaging.integrity` checks those numbers first. A list that comes with a model is never obeyed; a caller may extend this one.
"""

TRUSTED_TYPES: tuple[str, ...] = (
    # Trees: node arrays that native code follows without looking; every index is checked before a tree is built or used.
    "sklearn.tree._tree.Tree",
    "sklearn.ensemble._hist_gradient_boosting.predictor.TreePredictor",
    # Plain Python parts of public estimators: attributes and numpy arithmetic only.
    "sklearn.calibration._CalibratedClassifier",
    "sklearn.calibration._SigmoidCalibration",
    "sklearn.cluster._bisect_k_means._BisectingTree",
    "sklearn.gaussian_process._gpc._BinaryGaussianProcessClassifierLaplace",
    "sklearn.neural_network._stochastic_optimizers.AdamOptimizer",
    "sklearn.neural_network._stochastic_optimizers.SGDOptimizer",
    "sklearn._loss.loss.HalfTweedieLoss",
    "sklearn._loss.loss.HalfTweedieLossIdentity",
    # Kernels of Gaussian processes: hyper-parameters and numpy arithmetic.
    "sklearn.gaussian_process.kernels.CompoundKernel",
    "sklearn.gaussian_process.kernels.ConstantKernel",
    "sklearn.gaussian_process.kernels.DotProduct",
    "sklearn.gaussian_process.kernels.ExpSineSquared",
    "sklearn.gaussian_process.kernels.Exponentiation",
    "sklearn.gaussian_process.kernels.Hyperparameter",
    "sklearn.gaussian_process.kernels.Matern",
    "sklearn.gaussian_process.kernels.PairwiseKernel",
    "sklearn.gaussian_process.kernels.Product",
    "sklearn.gaussian_process.kernels.RBF",
    "sklearn.gaussian_process.kernels.RationalQuadratic",
    "sklearn.gaussian_process.kernels.Sum",
    "sklearn.gaussian_process.kernels.WhiteKernel",
    # Scoring functions of feature selection: pure functions of two arrays.
    "sklearn.feature_selection._univariate_selection.chi2",
    "sklearn.feature_selection._univariate_selection.f_classif",
    "sklearn.feature_selection._univariate_selection.f_oneway",
    "sklearn.feature_selection._univariate_selection.f_regression",
    "sklearn.feature_selection._mutual_info.mutual_info_classif",
    "sklearn.feature_selection._mutual_info.mutual_info_regression",
    # Column selection: a pattern and dtypes, compared with column names.
    "sklearn.compose._column_transformer.make_column_selector",
    # Numpy: dtypes carry no code, reductions are pure functions.
    "numpy.dtype",
    "numpy.max",
    "numpy.mean",
    "numpy.median",
    "numpy.min",
    "numpy.sum",
    # Sparse matrices: index arrays are checked in full before use.
    "scipy.sparse._csc.csc_array",
    "scipy.sparse._csc.csc_matrix",
    "scipy.sparse._csr.csr_array",
    "scipy.sparse._csr.csr_matrix",
    # Time: constructors that take numbers and text.
    "datetime.date",
    "datetime.datetime",
    "datetime.timedelta",
    "datetime.timezone",
)
