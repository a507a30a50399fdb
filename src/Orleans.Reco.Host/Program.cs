using Orleans.Reco.Host;

// Settings are read once. To watch their files is to watch the content root, and with it a data folder in there: an event for each write.
// Started from another folder it takes its own: without its settings every request would be logged, with the user's id.
var builder = WebApplication.CreateBuilder(new WebApplicationOptions
{
    Args = [.. args, "--hostBuilder:reloadConfigOnChange=false"],
    ContentRootPath = File.Exists("appsettings.json") ? null : AppContext.BaseDirectory,
});
var options = builder.AddRecoHost();
var app = builder.Build();
app.MapRecoHost(options);
await app.RunAsync();
