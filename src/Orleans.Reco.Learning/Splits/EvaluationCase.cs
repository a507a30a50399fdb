namespace Orleans.Reco.Learning;

/// <summary>A user to rank for.</summary>
/// <param name="User">User index.</param>
/// <param name="History">What the model is given: the events before the window, oldest first.</param>
/// <param name="Targets">Item indices, from 1: what the user turned to for the first time in the window.</param>
public sealed record EvaluationCase(int User, ReadOnlyMemory<DatasetEvent> History, int[] Targets);
