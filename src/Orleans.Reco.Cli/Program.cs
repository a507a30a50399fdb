System.Console.WriteLine(TorchSharp.torch.rand(2, 2).sum().item<float>() >= 0);
