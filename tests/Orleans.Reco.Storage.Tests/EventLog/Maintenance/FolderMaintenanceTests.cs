namespace Orleans.Reco.Storage.Tests;

public sealed class FolderMaintenanceTests() : EventLogMaintenanceTests(new FolderTestStore())
{
    internal override async Task DamageAsync(string name)
    {
        var file = Path.Combine(Harness.Events, name);
        await File.WriteAllBytesAsync(file, Flip(await File.ReadAllBytesAsync(file, Cancellation)), Cancellation);
    }
}
