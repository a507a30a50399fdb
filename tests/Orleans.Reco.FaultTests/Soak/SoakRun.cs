namespace Orleans.Reco.FaultTests;

internal static class SoakRun
{
    public static Task<bool> RunAsync(Arguments arguments) => throw new NotSupportedException(arguments.Run);
}
