namespace Orleans.Reco.Inference;

/// <summary>Where ONNX graphs run.</summary>
public enum ExecutionProvider
{
    /// <summary>The processor.</summary>
    Cpu = 0,

    /// <summary>An NVIDIA GPU; without one the model does not load.</summary>
    Cuda = 1,

    /// <summary>An NVIDIA GPU, or with a warning the processor where there is none.</summary>
    CudaOrCpu = 2,
}
