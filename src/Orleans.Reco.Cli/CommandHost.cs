using System.CommandLine;
using Azure;
using Orleans.Reco.Inference;
using Orleans.Reco.Learning;

namespace Orleans.Reco.Cli;

/// <summary>Runs a command and turns every outcome into an exit code.</summary>
internal static class CommandHost
{
    public static async Task<int> RunAsync(RootCommand root, string[] args)
    {
        var parsed = root.Parse(args);
        try
        {
            var code = await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
            return parsed.Errors.Count > 0 ? ExitCodes.Usage : code;
        }
        catch (UsageException e)
        {
            return Fail(e.Message, ExitCodes.Usage);
        }
        catch (Exception e) when (e is DatasetException or ServerException or InvalidBundleException or IOException or InvalidDataException
            or UnauthorizedAccessException or RequestFailedException)
        {
            return Fail(e.Message, ExitCodes.Failed);
        }
        catch (OperationCanceledException)
        {
            return Fail("cancelled", ExitCodes.Failed);
        }
    }

    private static int Fail(string message, int code)
    {
        Console.Error.WriteLine($"error: {message}");
        return code;
    }
}
