using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.ML.OnnxRuntime;

namespace Orleans.Reco.Inference.Tests;

public class SessionFactoryTests
{
    [Fact]
    public void CudaWithoutTheGpuFlavourSaysWhatToDo()
    {
        var factory = Factory(ExecutionProvider.Cuda, (_, _) => throw new EntryPointNotFoundException("no such function"));
        var error = Assert.Throws<ExecutionProviderException>(() => factory.CreateOptions());
        Assert.Contains("Cuda needs the GPU flavour", error.Message, StringComparison.Ordinal);
        _ = Assert.IsType<EntryPointNotFoundException>(error.InnerException);
    }

    [Fact]
    public void CudaThatRefusesNamesTheDevice()
    {
        var refusal = Assert.ThrowsAny<OnnxRuntimeException>(() => new InferenceSession([1, 2, 3]));
        var factory = Factory(ExecutionProvider.Cuda, (_, _) => throw refusal, device: 3);
        var error = Assert.Throws<ExecutionProviderException>(() => factory.CreateOptions());
        Assert.Contains("Cuda device 3 cannot be used", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void CudaOrCpuFallsBackWithAWarning()
    {
        var log = new ListLogger<SessionFactory>();
        var factory = Factory(ExecutionProvider.CudaOrCpu, (_, _) => throw new EntryPointNotFoundException(), logger: log);
        using var options = factory.CreateOptions();
        Assert.Equal(LogLevel.Warning, Assert.Single(log.Entries).Level);
        Assert.Contains("Cuda needs the GPU flavour", log.Entries[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void CudaIsGivenItsDevice()
    {
        var devices = new List<int>();
        using var options = Factory(ExecutionProvider.Cuda, (_, device) => devices.Add(device), device: 2).CreateOptions();
        Assert.Equal([2], devices);
    }

    [Fact]
    public void CpuNeverAsksForCuda()
    {
        var devices = new List<int>();
        using var options = Factory(ExecutionProvider.Cpu, (_, device) => devices.Add(device)).CreateOptions();
        Assert.Empty(devices);
        Assert.Equal(1, options.IntraOpNumThreads);
        Assert.Equal(1, options.InterOpNumThreads);
    }

    [Fact]
    public void TheProcessorsPackageAnswersCudaWithAClearError()
    {
        // The native call itself, which this package does not have; the GPU package is not used in tests.
        var factory = new SessionFactory(new InferenceOptions { Provider = ExecutionProvider.Cuda }, NullLogger<SessionFactory>.Instance);
        var error = Assert.Throws<ExecutionProviderException>(() => factory.CreateOptions());
        Assert.Contains("Cuda", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AGraphThatDoesNotLoadIsNamed()
    {
        using var folder = new BundleFolder();
        var path = Path.Combine(folder.Root, "x.onnx");
        File.WriteAllBytes(path, [1, 2, 3]);
        var error = Assert.Throws<InvalidBundleException>(() => Factory(ExecutionProvider.Cpu, (_, _) => { }).Create(path));
        Assert.Equal("x.onnx", error.File);
    }

    private static SessionFactory Factory(
        ExecutionProvider provider,
        Action<SessionOptions, int> appendCuda,
        int device = 0,
        ILogger<SessionFactory>? logger = null) =>
        new(
            new InferenceOptions { Provider = provider, DeviceId = device },
            logger ?? NullLogger<SessionFactory>.Instance,
            appendCuda);
}
