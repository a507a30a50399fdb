using Microsoft.Extensions.Logging;
using Microsoft.ML.OnnxRuntime;

namespace Orleans.Reco.Inference;

/// <summary>Loads graphs on the configured execution provider.</summary>
public sealed partial class SessionFactory
{
    private readonly InferenceOptions _options;
    private readonly ILogger<SessionFactory> _logger;
    private readonly Action<SessionOptions, int> _appendCuda;

    /// <summary>Takes the options as they are now.</summary>
    public SessionFactory(InferenceOptions options, ILogger<SessionFactory> logger)
        : this(options, logger, (session, device) => session.AppendExecutionProvider_CUDA(device))
    {
    }

    internal SessionFactory(InferenceOptions options, ILogger<SessionFactory> logger, Action<SessionOptions, int> appendCuda)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(logger);
        _options = options;
        _logger = logger;
        _appendCuda = appendCuda;
    }

    internal InferenceOptions Options => _options;

    internal ILogger Logger => _logger;

    /// <summary>Loads a graph.</summary>
    /// <param name="path">The file of the graph.</param>
    /// <exception cref="ExecutionProviderException">CUDA is configured and cannot be used.</exception>
    /// <exception cref="InvalidBundleException">ONNX Runtime does not take the graph.</exception>
    internal InferenceSession Create(string path) => Create(Path.GetFileName(path), options => new InferenceSession(path, options));

    /// <summary>Loads a graph that no file holds.</summary>
    /// <param name="name">What errors call it.</param>
    /// <param name="graph">The graph.</param>
    /// <exception cref="ExecutionProviderException">CUDA is configured and cannot be used.</exception>
    /// <exception cref="InvalidBundleException">ONNX Runtime does not take the graph.</exception>
    internal InferenceSession Create(string name, byte[] graph) => Create(name, options => new InferenceSession(graph, options));

    /// <summary>True if item vectors are searched as a graph; warns where only their size forbids it.</summary>
    /// <param name="bytes">The size of the vectors.</param>
    /// <param name="maxBytes">The most that a graph takes.</param>
    /// <param name="onCuda">True if graphs run on a GPU.</param>
    /// <exception cref="ExecutionProviderException">CUDA is configured and cannot be used.</exception>
    internal bool RetrievesByGraph(long bytes, long maxBytes, out bool onCuda)
    {
        CreateOptions(out onCuda).Dispose();
        var wanted = _options.Retrieval == RetrievalMode.Graph || (_options.Retrieval == RetrievalMode.Auto && onCuda);
        if (wanted && bytes > maxBytes)
        {
            LogScanFallback(_logger, bytes, maxBytes);
        }

        return wanted && bytes <= maxBytes;
    }

    internal SessionOptions CreateOptions() => CreateOptions(out _);

    private InferenceSession Create(string name, Func<SessionOptions, InferenceSession> create)
    {
        using var options = CreateOptions();
        try
        {
            return create(options);
        }
        catch (OnnxRuntimeException exception)
        {
            throw new InvalidBundleException(name, $"ONNX Runtime does not load it: {exception.Message}", exception);
        }
    }

    private SessionOptions CreateOptions(out bool onCuda)
    {
        var options = new SessionOptions
        {
            IntraOpNumThreads = _options.IntraOpThreads,
            InterOpNumThreads = _options.InterOpThreads,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,

            // A memory pattern is kept for each shape of the inputs, and batches have a new shape each time.
            EnableMemoryPattern = false,
        };
        try
        {
            // Spinning threads would take the processor from grain turns while there is nothing to do.
            options.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
            options.AddSessionConfigEntry("session.inter_op.allow_spinning", "0");
            onCuda = _options.Provider != ExecutionProvider.Cpu && AppendCuda(options);
            return options;
        }
        catch
        {
            options.Dispose();
            throw;
        }
    }

    private bool AppendCuda(SessionOptions options)
    {
        try
        {
            _appendCuda(options, _options.DeviceId);
            return true;
        }
        catch (Exception exception) when (exception is EntryPointNotFoundException or DllNotFoundException or OnnxRuntimeException)
        {
            var reason = exception is OnnxRuntimeException
                ? $"Cuda device {_options.DeviceId} cannot be used: {exception.Message}"
                : "Cuda needs the GPU flavour of ONNX Runtime: build with -p:OnnxRuntimeFlavor=Gpu, or set the provider to Cpu.";
            if (_options.Provider == ExecutionProvider.Cuda)
            {
                throw new ExecutionProviderException(reason, exception);
            }

            LogCudaFallback(_logger, reason);
            return false;
        }
    }
}
