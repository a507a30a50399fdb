namespace Orleans.Reco.Learning;

/// <summary>An encoder as ONNX graphs.</summary>
/// <param name="Encode">The graph of a whole history.</param>
/// <param name="Step">The graph of one more event; empty where there is none.</param>
/// <param name="StateDimension">The dimension of the state between steps; 0 where there is none.</param>
internal readonly record struct EncoderGraphs(byte[] Encode, byte[] Step, int StateDimension);
