namespace Orleans.Reco.Learning;

/// <summary>Measures hyper-parameters; higher is better. Called from several threads where trials run in parallel.</summary>
/// <param name="parameters">Values by name.</param>
/// <param name="budget">Epochs, or whatever it counts.</param>
/// <param name="cancellationToken">Ends the measurement.</param>
/// <exception cref="DatasetException">These values cannot be used: the trial has failed and the search goes on.</exception>
public delegate double SearchObjective(IReadOnlyDictionary<string, double> parameters, int budget, CancellationToken cancellationToken);
