using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.ML.OnnxRuntime;

namespace Orleans.Reco.Inference.Tests;

/// <summary>Session factories that retrieve in one way or the other.</summary>
internal static class TestFactories
{
    /// <summary>A factory whose sessions run on the processor, whatever provider they are told.</summary>
    public static SessionFactory Create(
        RetrievalMode retrieval,
        ExecutionProvider provider = ExecutionProvider.Cpu,
        Action<SessionOptions, int>? appendCuda = null,
        ILogger<SessionFactory>? logger = null) =>
        new(
            new InferenceOptions { Provider = provider, Retrieval = retrieval },
            logger ?? NullLogger<SessionFactory>.Instance,
            appendCuda ?? ((_, _) => throw new EntryPointNotFoundException()));

    /// <summary>The factory of production.</summary>
    public static SessionFactory Native(RetrievalMode retrieval, ExecutionProvider provider) =>
        new(new InferenceOptions { Provider = provider, Retrieval = retrieval }, NullLogger<SessionFactory>.Instance);
}
