<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="pt_BR" sourcelanguage="en">
<context>
    <name>Core</name>
    <message>
        <source>Finished normally</source>
        <translation>Terminou normalmente</translation>
    </message>
    <message>
        <source>Ended with exit code {0}</source>
        <translation>Terminou com código de saída {0}</translation>
    </message>
    <message>
        <source>Crashed with {0}</source>
        <translation>Travou com {0}</translation>
    </message>
    <message>
        <source>Ran out of memory</source>
        <translation>Faltou memória</translation>
    </message>
    <message>
        <source>Stopped at its time limit</source>
        <translation>Parado no limite de tempo</translation>
    </message>
    <message>
        <source>Stopped by you</source>
        <translation>Parado por você</translation>
    </message>
    <message>
        <source>It was still running after {0}. Raise the time limit if it needs more.</source>
        <translation>Ainda executava depois de {0}. Aumente o limite de tempo se precisar de mais.</translation>
    </message>
    <message>
        <source>exit code {0}</source>
        <translation>código {0}</translation>
    </message>
    <message>
        <source>A build optimised for debug says more.</source>
        <translation>Uma construção feita para depurar diz mais.</translation>
    </message>
    <message>
        <source>between sections</source>
        <translation>entre seções</translation>
    </message>
    <message>
        <source>without a symbol</source>
        <translation>sem símbolo</translation>
    </message>
    <message>
        <source>your files</source>
        <translation>seus arquivos</translation>
    </message>
    <message>
        <source>ELF header</source>
        <translation>cabeçalho ELF</translation>
    </message>
    <message>
        <source>program headers</source>
        <translation>cabeçalhos do programa</translation>
    </message>
    <message>
        <source>section headers</source>
        <translation>cabeçalhos das seções</translation>
    </message>
    <message>
        <source>no name</source>
        <translation>sem nome</translation>
    </message>
    <message>
        <source>{0} asks for steps of its own when something is built on it.</source>
        <translation>{0} pede passos próprios quando algo é construído sobre ela.</translation>
    </message>
    <message>
        <source>Only Docker&apos;s builder carries such steps (ONBUILD) out.</source>
        <translation>Só o construtor do Docker executa esses passos (ONBUILD).</translation>
    </message>
    <message>
        <source>Choose the dockerfile builder (builder = &quot;dockerfile&quot;), or another base.</source>
        <translation>Escolha o construtor dockerfile (builder = &quot;dockerfile&quot;), ou outra base.</translation>
    </message>
    <message>
        <source>1 package of {0}</source>
        <translation>1 pacote de {0}</translation>
    </message>
    <message>
        <source>{0} in 1 layer</source>
        <translation>{0} em 1 camada</translation>
    </message>
    <message>
        <source>Build the image, and clear up what only the build needed.</source>
        <translation>Construa a imagem, e arrume o que só a construção usou.</translation>
    </message>
    <message>
        <source>Build an image for each platform, call this computer&apos;s by the plain name, too, and clear
# up. An engine that keeps several platforms under one name builds them at once:
# docker buildx build --platform {0}</source>
        <translation>Construa uma imagem para cada plataforma, dê à deste computador também o nome
# simples, e arrume. Um motor que guarda várias plataformas sob um nome constrói todas
# de uma vez:
# docker buildx build --platform {0}</translation>
    </message>
    <message>
        <source>Go to the source and compile it, with all libraries inside the program.</source>
        <translation>Vá até o código e compile, com todas as bibliotecas dentro do programa.</translation>
    </message>
    <message>
        <source>Prove that it needs no libraries: what this prints names none as NEEDED.</source>
        <translation>Prove que não precisa de bibliotecas: o que isto escreve não diz nenhuma como NEEDED.</translation>
    </message>
    <message>
        <source>In an empty folder, put the program beside a Dockerfile that starts from nothing.</source>
        <translation>Em uma pasta vazia, ponha o programa ao lado de um Dockerfile que parte do nada.</translation>
    </message>
    <message>
        <source>In an empty folder, put the program beside a Dockerfile that starts from {0}.</source>
        <translation>Em uma pasta vazia, ponha o programa ao lado de um Dockerfile que parte de {0}.</translation>
    </message>
    <message>
        <source>See how small it is.</source>
        <translation>Veja como é pequena.</translation>
    </message>
    <message>
        <source>Run it, with a network, and remove its container afterwards.</source>
        <translation>Execute, com rede, e depois remova o contêiner.</translation>
    </message>
    <message>
        <source>Run it, without a network, and remove its container afterwards.</source>
        <translation>Execute, sem rede, e depois remova o contêiner.</translation>
    </message>
    <message>
        <source>Go to the program.</source>
        <translation>Vá até o programa.</translation>
    </message>
    <message>
        <source>Beside them, lay out what the program needs besides itself.</source>
        <translation>Ao lado deles, ponha o que o programa precisa além de si mesmo.</translation>
    </message>
    <message>
        <source>Its error output usually says more.</source>
        <translation>A saída de erros costuma dizer mais.</translation>
    </message>
    <message>
        <source>The program chose this code itself; anything but 0 usually means a failure.</source>
        <translation>O próprio programa escolheu este código; qualquer um que não 0 costuma significar uma falha.</translation>
    </message>
    <message>
        <source>it used memory that is not its own (segmentation fault)</source>
        <translation>ele usou memória que não é dele (segmentation fault)</translation>
    </message>
    <message>
        <source>Look for a null or dangling pointer, or an index out of bounds. {0}</source>
        <translation>Procure um ponteiro nulo ou pendente, ou um índice fora dos limites. {0}</translation>
    </message>
    <message>
        <source>it gave up by itself: an assertion, an uncaught exception, or abort()</source>
        <translation>ele mesmo desistiu: uma asserção, uma exceção não tratada ou abort()</translation>
    </message>
    <message>
        <source>Its error output often says which.</source>
        <translation>A saída de erros muitas vezes diz qual.</translation>
    </message>
    <message>
        <source>it met an instruction the processor refuses; in a debug build, undefined behaviour</source>
        <translation>ele encontrou uma instrução que o processador recusa; em uma construção de depuração, comportamento indefinido</translation>
    </message>
    <message>
        <source>Look for an overflow, a bad shift or a function that ends without its return.</source>
        <translation>Procure um estouro, um deslocamento errado ou uma função que termina sem return.</translation>
    </message>
    <message>
        <source>it met a breakpoint, or a check that the compiler put in</source>
        <translation>ele encontrou um ponto de parada, ou uma verificação posta pelo compilador</translation>
    </message>
    <message>
        <source>it divided by zero or made another arithmetic mistake</source>
        <translation>ele dividiu por zero ou fez outro erro de aritmética</translation>
    </message>
    <message>
        <source>Check the divisors of whole numbers.</source>
        <translation>Verifique os divisores de números inteiros.</translation>
    </message>
    <message>
        <source>it used memory at an address that does not exist</source>
        <translation>ele usou memória em um endereço que não existe</translation>
    </message>
    <message>
        <source>Check mapped files that became shorter, and pointers made by hand.</source>
        <translation>Verifique arquivos mapeados que encolheram e ponteiros feitos à mão.</translation>
    </message>
    <message>
        <source>it asked the kernel for something the sandbox does not allow</source>
        <translation>ele pediu ao kernel algo que a sandbox não permite</translation>
    </message>
    <message>
        <source>With system-calls = &quot;unfiltered&quot; the sandbox allows it; do that for programs you trust.</source>
        <translation>Com system-calls = &quot;unfiltered&quot; a sandbox permite; faça isso com programas em que confia.</translation>
    </message>
    <message>
        <source>it wrote a file larger than the sandbox allows</source>
        <translation>ele escreveu um arquivo maior do que a sandbox permite</translation>
    </message>
    <message>
        <source>Raise sandbox.file-size if it needs more.</source>
        <translation>Aumente sandbox.file-size se precisar de mais.</translation>
    </message>
    <message>
        <source>it used more processor time than it may</source>
        <translation>ele usou mais tempo de processador do que pode</translation>
    </message>
    <message>
        <source>Look for a loop that does not end.</source>
        <translation>Procure um laço que não termina.</translation>
    </message>
    <message>
        <source>it wrote to something that was already closed</source>
        <translation>ele escreveu em algo que já estava fechado</translation>
    </message>
    <message>
        <source>Check what reads from it, or ignore the signal and check each write.</source>
        <translation>Verifique quem lê dali, ou ignore o sinal e verifique cada escrita.</translation>
    </message>
    <message>
        <source>an alarm it had set for itself went off</source>
        <translation>um alarme que ele mesmo armou disparou</translation>
    </message>
    <message>
        <source>Handle the signal, or set it later.</source>
        <translation>Trate o sinal, ou arme o alarme para mais tarde.</translation>
    </message>
    <message>
        <source>its terminal went away</source>
        <translation>o terminal dele sumiu</translation>
    </message>
    <message>
        <source>somebody pressed Ctrl+C in its terminal</source>
        <translation>alguém apertou Ctrl+C no terminal dele</translation>
    </message>
    <message>
        <source>something outside ended it</source>
        <translation>algo de fora o encerrou</translation>
    </message>
    <message>
        <source>Often the engine&apos;s computer was out of memory; look at the engine&apos;s log.</source>
        <translation>Muitas vezes faltou memória no computador do motor; veja o diário do motor.</translation>
    </message>
    <message>
        <source>something outside asked it to end</source>
        <translation>algo de fora pediu que ele terminasse</translation>
    </message>
    <message>
        <source>It met an error and gave up; programs use 1 for any failure.</source>
        <translation>Ele encontrou um erro e desistiu; programas usam 1 para qualquer falha.</translation>
    </message>
    <message>
        <source>Usually it was called in a wrong way; a Go program ends so after a panic.</source>
        <translation>Em geral foi chamado de um modo errado; um programa em Go termina assim depois de um panic.</translation>
    </message>
    <message>
        <source>Check its arguments. {0}</source>
        <translation>Verifique os argumentos. {0}</translation>
    </message>
    <message>
        <source>It was called in a wrong way.</source>
        <translation>Foi chamado de um modo errado.</translation>
    </message>
    <message>
        <source>Check its arguments.</source>
        <translation>Verifique os argumentos.</translation>
    </message>
    <message>
        <source>What it was given to read is not right.</source>
        <translation>O que recebeu para ler não está certo.</translation>
    </message>
    <message>
        <source>Check its input and its files.</source>
        <translation>Verifique a entrada e os arquivos.</translation>
    </message>
    <message>
        <source>It could not open a file that it needs.</source>
        <translation>Não conseguiu abrir um arquivo de que precisa.</translation>
    </message>
    <message>
        <source>An image from scratch holds only what you put in: add the file, or share its folder.</source>
        <translation>Uma imagem a partir de scratch só tem o que você põe nela: inclua o arquivo ou compartilhe a pasta dele.</translation>
    </message>
    <message>
        <source>It does not know a user.</source>
        <translation>Não conhece um usuário.</translation>
    </message>
    <message>
        <source>The extra user puts a list of users in.</source>
        <translation>O extra de usuário põe uma lista de usuários na imagem.</translation>
    </message>
    <message>
        <source>It does not know a host name.</source>
        <translation>Não conhece o nome de um servidor.</translation>
    </message>
    <message>
        <source>Without a network it cannot look any up; a published port or a network gives it one.</source>
        <translation>Sem rede não consegue procurar nenhum; uma porta publicada ou uma rede resolve.</translation>
    </message>
    <message>
        <source>Something it needs is not there.</source>
        <translation>Falta algo de que ele precisa.</translation>
    </message>
    <message>
        <source>Without a network it reaches no server, and the image holds no other programs.</source>
        <translation>Sem rede não alcança nenhum servidor, e a imagem não tem outros programas.</translation>
    </message>
    <message>
        <source>It found a mistake in itself.</source>
        <translation>Encontrou um erro em si mesmo.</translation>
    </message>
    <message>
        <source>The system refused it something: a process, or memory.</source>
        <translation>O sistema recusou algo: um processo ou memória.</translation>
    </message>
    <message>
        <source>The sandbox limits both; raise the limit if it needs more.</source>
        <translation>A sandbox limita os dois; aumente o limite se precisar de mais.</translation>
    </message>
    <message>
        <source>A file of the system is missing or wrong.</source>
        <translation>Um arquivo do sistema falta ou está errado.</translation>
    </message>
    <message>
        <source>An image from scratch has none; add the file to the image.</source>
        <translation>Uma imagem a partir de scratch não tem nenhum; inclua o arquivo na imagem.</translation>
    </message>
    <message>
        <source>It could not make a file.</source>
        <translation>Não conseguiu criar um arquivo.</translation>
    </message>
    <message>
        <source>Its files are read-only: give it a writable folder, or the extra tmp.</source>
        <translation>Os arquivos são só para leitura: dê uma pasta em que possa escrever, ou o extra /tmp.</translation>
    </message>
    <message>
        <source>Reading or writing failed.</source>
        <translation>Ler ou escrever falhou.</translation>
    </message>
    <message>
        <source>Check that its folders are there and writable.</source>
        <translation>Verifique se as pastas existem e aceitam escrita.</translation>
    </message>
    <message>
        <source>Something failed for now.</source>
        <translation>Algo falhou por ora.</translation>
    </message>
    <message>
        <source>Try again.</source>
        <translation>Tente de novo.</translation>
    </message>
    <message>
        <source>The other side of a connection answered wrongly.</source>
        <translation>O outro lado de uma conexão respondeu errado.</translation>
    </message>
    <message>
        <source>It was not permitted to do something.</source>
        <translation>Não teve permissão para fazer algo.</translation>
    </message>
    <message>
        <source>The sandbox may hold it; loosen what it needs, one by one.</source>
        <translation>Talvez a sandbox o impeça; solte o que ele precisa, um por um.</translation>
    </message>
    <message>
        <source>Something in its settings is wrong.</source>
        <translation>Algo na configuração dele está errado.</translation>
    </message>
    <message>
        <source>Check its arguments, environment and files.</source>
        <translation>Verifique os argumentos, o ambiente e os arquivos.</translation>
    </message>
    <message>
        <source>A Rust program ends so after a panic.</source>
        <translation>Um programa em Rust termina assim depois de um panic.</translation>
    </message>
    <message>
        <source>Its error output names the line.</source>
        <translation>A saída de erros diz a linha.</translation>
    </message>
    <message>
        <source>It found a program that it may not start.</source>
        <translation>Encontrou um programa que não pode iniciar.</translation>
    </message>
    <message>
        <source>The file needs the mode 0755 and has to be made for this platform.</source>
        <translation>O arquivo precisa do modo 0755 e tem de ser feito para esta plataforma.</translation>
    </message>
    <message>
        <source>It wanted to start a program that is not there.</source>
        <translation>Quis iniciar um programa que não existe.</translation>
    </message>
    <message>
        <source>An image from scratch holds no shell and no other programs; add what it starts.</source>
        <translation>Uma imagem a partir de scratch não tem shell nem outros programas; inclua o que ele inicia.</translation>
    </message>
    <message>
        <source>It ended with a code that is none.</source>
        <translation>Terminou com um código que não existe.</translation>
    </message>
    <message>
        <source>It ended with -1, which programs use for any failure.</source>
        <translation>Terminou com -1, que programas usam para qualquer falha.</translation>
    </message>
    <message>
        <source>the kernel ended it</source>
        <translation>o kernel o encerrou</translation>
    </message>
    <message>
        <source>Most likely {0}.</source>
        <translation>O mais provável: {0}.</translation>
    </message>
    <message>
        <source>pull the image to start from</source>
        <translation>baixar a imagem de partida</translation>
    </message>
    <message>
        <source>hand out the image to start from</source>
        <translation>entregar a imagem de partida</translation>
    </message>
    <message>
        <source>look for the image to start from</source>
        <translation>procurar a imagem de partida</translation>
    </message>
    <message>
        <source>The engine pulled {0}, but does not hold it.</source>
        <translation>O motor baixou {0}, mas não a tem.</translation>
    </message>
    <message>
        <source>The engine holds {0}, but not all of its layers as they came.</source>
        <translation>O motor tem {0}, mas não todas as camadas como vieram.</translation>
    </message>
    <message>
        <source>Remove it with docker image rm and build again, which pulls it anew.</source>
        <translation>Remova com docker image rm e construa de novo, o que a baixa outra vez.</translation>
    </message>
    <message>
        <source>Add the account to the docker group (sudo usermod -aG docker $USER) and log in again, or use rootless Docker or Podman.</source>
        <translation>Ponha a conta no grupo docker (sudo usermod -aG docker $USER) e entre de novo na sessão, ou use o Docker ou o Podman sem root.</translation>
    </message>
    <message>
        <source>load the image</source>
        <translation>carregar a imagem</translation>
    </message>
    <message>
        <source>build the image</source>
        <translation>construir a imagem</translation>
    </message>
    <message>
        <source>name the image</source>
        <translation>dar nome à imagem</translation>
    </message>
    <message>
        <source>The engine took the image, but {0} is another one there.</source>
        <translation>O motor aceitou a imagem, mas lá {0} é outra.</translation>
    </message>
    <message>
        <source>list the images</source>
        <translation>listar as imagens</translation>
    </message>
    <message>
        <source>remove an image</source>
        <translation>remover uma imagem</translation>
    </message>
    <message>
        <source>Something else used the same name at the same time.</source>
        <translation>Outra coisa usou o mesmo nome ao mesmo tempo.</translation>
    </message>
    <message>
        <source>Try again, or choose another name for the image.</source>
        <translation>Tente de novo, ou escolha outro nome para a imagem.</translation>
    </message>
    <message>
        <source>The engine built the image, but does not hold {0}.</source>
        <translation>O motor construiu a imagem, mas não tem {0}.</translation>
    </message>
    <message>
        <source>The image file is damaged or holds something unsafe.</source>
        <translation>O arquivo da imagem está danificado ou tem algo inseguro.</translation>
    </message>
    <message>
        <source>The entry {0} leads out of the image.</source>
        <translation>A entrada {0} leva para fora da imagem.</translation>
    </message>
    <message>
        <source>The part {0} is missing.</source>
        <translation>Falta a parte {0}.</translation>
    </message>
    <message>
        <source>Build the image again.</source>
        <translation>Construa a imagem de novo.</translation>
    </message>
    <message>
        <source>The part {0} holds other bytes than its digest says.</source>
        <translation>A parte {0} tem outros bytes do que diz o digest.</translation>
    </message>
    <message>
        <source>There is no room to unpack the image.</source>
        <translation>Não há espaço para abrir a imagem.</translation>
    </message>
    <message>
        <source>The links of {0} lead in a circle.</source>
        <translation>Os links de {0} levam em círculo.</translation>
    </message>
    <message>
        <source>Free some disk space, or set TMPDIR to a folder with more room.</source>
        <translation>Libere espaço no disco, ou aponte TMPDIR para uma pasta com mais espaço.</translation>
    </message>
    <message>
        <source>The program may not write in {0}.</source>
        <translation>O programa não pode escrever em {0}.</translation>
    </message>
    <message>
        <source>The program may not read {0}.</source>
        <translation>O programa não pode ler {0}.</translation>
    </message>
    <message>
        <source>The tools that make the sandbox ended without a word.</source>
        <translation>As ferramentas que fazem a sandbox terminaram sem dizer nada.</translation>
    </message>
    <message>
        <source>The sandbox could not be started.</source>
        <translation>A sandbox não pôde ser iniciada.</translation>
    </message>
    <message>
        <source>Check the program&apos;s arguments and environment; they may be too long.</source>
        <translation>Verifique os argumentos e o ambiente do programa; talvez sejam longos demais.</translation>
    </message>
    <message>
        <source>The program could not be ended.</source>
        <translation>O programa não pôde ser encerrado.</translation>
    </message>
    <message>
        <source>The kernel keeps it in a state that cannot be interrupted.</source>
        <translation>O kernel o mantém em um estado que não pode ser interrompido.</translation>
    </message>
    <message>
        <source>Restart the computer if it does not end by itself.</source>
        <translation>Reinicie o computador se ele não terminar sozinho.</translation>
    </message>
    <message>
        <source>The built-in preview cannot set the variable {0} for a program.</source>
        <translation>A prévia embutida não pode definir a variável {0} para um programa.</translation>
    </message>
    <message>
        <source>It would act on the tools that make the sandbox.</source>
        <translation>Ela agiria sobre as ferramentas que fazem a sandbox.</translation>
    </message>
    <message>
        <source>Remove it from the run&apos;s environment, or run the image with Docker.</source>
        <translation>Remova-a do ambiente da execução, ou execute a imagem com o Docker.</translation>
    </message>
    <message>
        <source>{0} was asked for images too often, and gives none for now.</source>
        <translation>{0} recebeu pedidos de imagens demais, e por ora não dá nenhuma.</translation>
    </message>
    <message>
        <source>There is no {0} at {1}, or it is not shown without a login.</source>
        <translation>Não existe {0} em {1}, ou não é mostrada sem login.</translation>
    </message>
    <message>
        <source>The engine cannot reach the registry {0}.</source>
        <translation>O motor não alcança o registro {0}.</translation>
    </message>
    <message>
        <source>There is no {0} at {1}.</source>
        <translation>Não existe {0} em {1}.</translation>
    </message>
    <message>
        <source>pull {0}</source>
        <translation>baixar {0}</translation>
    </message>
    <message>
        <source>Log in, then build again: {0}</source>
        <translation>Entre, e depois construa de novo: {0}</translation>
    </message>
    <message>
        <source>Wait, or log in, which allows more: {0}</source>
        <translation>Espere, ou entre, o que permite mais: {0}</translation>
    </message>
    <message>
        <source>Check the name. If it is right, log in: {0}</source>
        <translation>Verifique o nome. Se estiver certo, entre: {0}</translation>
    </message>
    <message>
        <source>It has to pull {0} from there, which it does not hold yet.</source>
        <translation>Precisa baixar de lá {0}, que ainda não tem.</translation>
    </message>
    <message>
        <source>Check the name&apos;s first part and the engine&apos;s network; or start from scratch, or from an image that docker image ls shows.</source>
        <translation>Verifique a primeira parte do nome e a rede do motor; ou comece de scratch, ou de uma imagem que docker image ls mostra.</translation>
    </message>
    <message>
        <source>Check the name and its tag.</source>
        <translation>Verifique o nome e a tag.</translation>
    </message>
    <message>
        <source>Log in again, then build: {0}</source>
        <translation>Entre de novo, e depois construa: {0}</translation>
    </message>
    <message>
        <source>{0} cannot be reached by ssh.</source>
        <translation>{0} não é alcançado por ssh.</translation>
    </message>
    <message>
        <source>See what ssh says in a terminal:</source>
        <translation>Veja o que o ssh diz em um terminal:</translation>
    </message>
    <message>
        <source>{0} is there, but no Docker runs on it.</source>
        <translation>{0} está lá, mas nenhum Docker executa nele.</translation>
    </message>
    <message>
        <source>Install the OpenSSH client, then look again.</source>
        <translation>Instale o cliente OpenSSH, e procure de novo.</translation>
    </message>
    <message>
        <source>There is no ssh program on this computer.</source>
        <translation>Não há programa ssh neste computador.</translation>
    </message>
    <message>
        <source>Forward the engine&apos;s port with ssh -nNT -L 2375:/var/run/docker.sock HOST, and use tcp://127.0.0.1:2375.</source>
        <translation>Encaminhe a porta do motor com ssh -nNT -L 2375:/var/run/docker.sock SERVIDOR, e use tcp://127.0.0.1:2375.</translation>
    </message>
    <message>
        <source>On Windows, engines behind ssh are not reached directly.</source>
        <translation>No Windows, motores atrás de ssh não são alcançados diretamente.</translation>
    </message>
    <message>
        <source>{0} is no address of ssh; it looks like ssh://account@host</source>
        <translation>{0} não é um endereço de ssh; um é como ssh://conta@servidor</translation>
    </message>
    <message>
        <source>an address of ssh has an account, a host, a port and a path, no more</source>
        <translation>um endereço de ssh tem uma conta, um servidor, uma porta e um caminho, nada mais</translation>
    </message>
    <message>
        <source>{0} shows another key than before: it may be another computer.</source>
        <translation>{0} mostra outra chave que antes: pode ser outro computador.</translation>
    </message>
    <message>
        <source>Ask who looks after it before you trust the new key.</source>
        <translation>Pergunte a quem cuida dele antes de confiar na nova chave.</translation>
    </message>
    <message>
        <source>The key of {0} is not known here.</source>
        <translation>A chave de {0} não é conhecida aqui.</translation>
    </message>
    <message>
        <source>Connect once in a terminal, and compare and confirm its key:</source>
        <translation>Conecte uma vez em um terminal, compare e confirme a chave:</translation>
    </message>
    <message>
        <source>{0} does not let this account in without a question.</source>
        <translation>{0} não deixa esta conta entrar sem perguntar nada.</translation>
    </message>
    <message>
        <source>Give it your key once, in a terminal:</source>
        <translation>Dê a ele a sua chave uma vez, em um terminal:</translation>
    </message>
    <message>
        <source>{0} lets this account in, but has no docker command.</source>
        <translation>{0} deixa esta conta entrar, mas não tem o comando docker.</translation>
    </message>
    <message>
        <source>Install Docker on that computer.</source>
        <translation>Instale o Docker nesse computador.</translation>
    </message>
    <message>
        <source>Start Docker on that computer, then look again.</source>
        <translation>Inicie o Docker nesse computador, e procure de novo.</translation>
    </message>
    <message>
        <source>Docker runs on {0}, but the account there may not use it.</source>
        <translation>O Docker executa em {0}, mas a conta de lá não pode usá-lo.</translation>
    </message>
    <message>
        <source>On that computer, add the account to the group docker:</source>
        <translation>Nesse computador, ponha a conta no grupo docker:</translation>
    </message>
    <message>
        <source>Ask who looks after that engine for a new one.</source>
        <translation>Peça um novo a quem cuida desse motor.</translation>
    </message>
    <message>
        <source>The engine at {0} wants TLS.</source>
        <translation>O motor em {0} quer TLS.</translation>
    </message>
    <message>
        <source>The engine shows a certificate that its authority here, ca.pem, did not sign.</source>
        <translation>O motor mostra um certificado que a autoridade dele aqui, ca.pem, não assinou.</translation>
    </message>
    <message>
        <source>Take the ca.pem that belongs to this engine.</source>
        <translation>Use o ca.pem que é deste motor.</translation>
    </message>
    <message>
        <source>TLS with the engine fails.</source>
        <translation>O TLS com o motor falha.</translation>
    </message>
    <message>
        <source>The details hold the exact words.</source>
        <translation>Os detalhes têm as palavras exatas.</translation>
    </message>
    <message>
        <source>It only answers who shows a certificate.</source>
        <translation>Ele só responde a quem mostra um certificado.</translation>
    </message>
    <message>
        <source>Set DOCKER_TLS_VERIFY=1 and DOCKER_CERT_PATH, or make a context with its certificates with docker context create.</source>
        <translation>Defina DOCKER_TLS_VERIFY=1 e DOCKER_CERT_PATH, ou crie um contexto com os certificados dele com docker context create.</translation>
    </message>
    <message>
        <source>The engine at {0} is reached by TLS, but a file for that is missing.</source>
        <translation>O motor em {0} é alcançado por TLS, mas falta um arquivo para isso.</translation>
    </message>
    <message>
        <source>The certificate that the engine shows has expired.</source>
        <translation>O certificado que o motor mostra venceu.</translation>
    </message>
    <message>
        <source>The certificate that the engine shows is not valid yet.</source>
        <translation>O certificado que o motor mostra ainda não vale.</translation>
    </message>
    <message>
        <source>Check this clock.</source>
        <translation>Verifique este relógio.</translation>
    </message>
    <message>
        <source>The certificate that the engine shows is for another name than this address.</source>
        <translation>O certificado que o motor mostra é de outro nome, não deste endereço.</translation>
    </message>
    <message>
        <source>Use a name that is in its certificate.</source>
        <translation>Use um nome que esteja no certificado dele.</translation>
    </message>
    <message>
        <source>What answers there does not speak TLS.</source>
        <translation>O que responde lá não fala TLS.</translation>
    </message>
    <message>
        <source>Check the port, which is mostly 2376 with TLS and 2375 without.</source>
        <translation>Verifique a porta, que em geral é 2376 com TLS e 2375 sem.</translation>
    </message>
    <message>
        <source>The engine does not accept the certificate of this account.</source>
        <translation>O motor não aceita o certificado desta conta.</translation>
    </message>
    <message>
        <source>Take the cert.pem and key.pem that were made for it; they may have expired.</source>
        <translation>Use o cert.pem e o key.pem que foram feitos para ela; talvez tenham vencido.</translation>
    </message>
    <message>
        <source>The files for TLS cannot be read, or do not belong together.</source>
        <translation>Os arquivos para TLS não podem ser lidos, ou não são um do outro.</translation>
    </message>
    <message>
        <source>Take ca.pem, cert.pem and key.pem anew from who looks after that engine.</source>
        <translation>Pegue de novo ca.pem, cert.pem e key.pem com quem cuida desse motor.</translation>
    </message>
    <message>
        <source>There is no {0}.</source>
        <translation>Não existe {0}.</translation>
    </message>
    <message>
        <source>Put ca.pem, cert.pem and key.pem there, or correct DOCKER_CERT_PATH or the Docker context.</source>
        <translation>Ponha ca.pem, cert.pem e key.pem lá, ou corrija DOCKER_CERT_PATH ou o contexto do Docker.</translation>
    </message>
    <message>
        <source>The engine is not watched any more.</source>
        <translation>O motor não é mais observado.</translation>
    </message>
    <message>
        <source>a symbol table without names</source>
        <translation>uma tabela de símbolos sem nomes</translation>
    </message>
    <message>
        <source>names of symbols that do not end</source>
        <translation>nomes de símbolos que não terminam</translation>
    </message>
    <message>
        <source>{0} bytes at {1} of {2}</source>
        <translation>{0} bytes em {1} de {2}</translation>
    </message>
    <message>
        <source>{0} of {1} bytes at {2}</source>
        <translation>{0} de {1} bytes em {2}</translation>
    </message>
    <message>
        <source>a symbol&apos;s name that is not among the names</source>
        <translation>um nome de símbolo que não está entre os nomes</translation>
    </message>
    <message>
        <source>a segment ends behind the end of the file</source>
        <translation>um segmento termina depois do fim do arquivo</translation>
    </message>
    <message>
        <source>{0} packages of {1}</source>
        <translation>{0} pacotes de {1}</translation>
    </message>
    <message>
        <source>{0} in {1} layers</source>
        <translation>{0} em {1} camadas</translation>
    </message>
    <message>
        <source>Use a name such as Europe/Lisbon, an area and a city.</source>
        <translation>Use um nome como Europe/Lisbon, uma região e uma cidade.</translation>
    </message>
    <message>
        <source>The image for {0} is {1}, and its limit is {2}.</source>
        <translation>A imagem para {0} tem {1}, e o limite dela é {2}.</translation>
    </message>
    <message>
        <source>{0} has a shell, /bin/sh, and programs of its own; those it does not have have to be put into the image.</source>
        <translation>{0} tem um shell, /bin/sh, e programas próprios; os que não tem precisam ser postos na imagem.</translation>
    </message>
    <message>
        <source>glibc may ask for shared libraries for that while the program runs, and {0} has none; musl does not: the built-in compiler&apos;s C library, and Rust&apos;s where its musl target is installed.</source>
        <translation>Para isso a glibc pode pedir bibliotecas compartilhadas enquanto o programa executa, e {0} não tem nenhuma; a musl não pede: é a biblioteca C do compilador embutido, e a do Rust onde o alvo musl está instalado.</translation>
    </message>
    <message>
        <source>What the program will miss is read from the finished program, in which its own code and its libraries look alike: it may miss less than is told, or more.</source>
        <translation>O que vai faltar ao programa é lido no programa pronto, em que o código dele e o das bibliotecas parecem iguais: pode faltar menos do que se diz, ou mais.</translation>
    </message>
    <message>
        <source>The program carries no symbols, so that only the paths in it tell what it will miss: it may miss more.</source>
        <translation>O programa não tem símbolos, e só os caminhos nele dizem o que vai faltar: pode faltar mais.</translation>
    </message>
    <message>
        <source>It looks up the addresses of hosts</source>
        <translation>Procura o endereço de servidores</translation>
    </message>
    <message>
        <source>An engine gives a container with a network the files for that, in {0} too. The run here has no network.</source>
        <translation>Um motor dá os arquivos para isso a um contêiner com rede, em {0} também. A execução aqui não tem rede.</translation>
    </message>
    <message>
        <source>It checks the certificates of servers</source>
        <translation>Verifica os certificados de servidores</translation>
    </message>
    <message>
        <source>{0} has no list of whom to trust, so that connections with TLS are refused.</source>
        <translation>{0} não tem a lista de em quem confiar, e conexões com TLS são recusadas.</translation>
    </message>
    <message>
        <source>It uses local time</source>
        <translation>Usa a hora local</translation>
    </message>
    <message>
        <source>{0} has no time zones: local time is UTC, and none is found by its name.</source>
        <translation>{0} não tem fusos horários: a hora local é UTC, e nenhum fuso é encontrado pelo nome.</translation>
    </message>
    <message>
        <source>It looks up users or groups by name</source>
        <translation>Procura usuários ou grupos pelo nome</translation>
    </message>
    <message>
        <source>{0} has no list of users, so that none is found.</source>
        <translation>{0} não tem lista de usuários, e nenhum é encontrado.</translation>
    </message>
    <message>
        <source>It keeps temporary files in /tmp</source>
        <translation>Guarda arquivos temporários em /tmp</translation>
    </message>
    <message>
        <source>{0} has no /tmp, so that they cannot be made.</source>
        <translation>{0} não tem /tmp, e eles não podem ser criados.</translation>
    </message>
    <message>
        <source>It starts other programs</source>
        <translation>Inicia outros programas</translation>
    </message>
    <message>
        <source>{0} has no shell and no other program, so that none starts; do that work in the program itself.</source>
        <translation>{0} não tem shell nem outro programa, e nenhum inicia; faça esse trabalho no próprio programa.</translation>
    </message>
    <message>
        <source>It chooses a locale, a language with its rules</source>
        <translation>Escolhe um locale, um idioma com as regras dele</translation>
    </message>
    <message>
        <source>{0} has no locale files: only C is there, and the built-in compiler&apos;s C library treats text as UTF-8.</source>
        <translation>{0} não tem arquivos de locale: só existe C, e a biblioteca C do compilador embutido trata texto como UTF-8.</translation>
    </message>
    <message>
        <source>It loads libraries while it runs</source>
        <translation>Carrega bibliotecas enquanto executa</translation>
    </message>
    <message>
        <source>A static program in {0} has none to load, so that this fails; link what it needs into the program.</source>
        <translation>Um programa estático em {0} não tem nenhuma a carregar, e isso falha; ligue ao programa o que ele precisa.</translation>
    </message>
    <message>
        <source>It reads the system&apos;s own files</source>
        <translation>Lê arquivos do próprio sistema</translation>
    </message>
    <message>
        <source>Every container gets /proc, /sys and the usual /dev from its engine; another device has to be given with docker run --device.</source>
        <translation>Todo contêiner recebe /proc, /sys e o /dev de costume do motor; outro dispositivo é dado com docker run --device.</translation>
    </message>
    <message>
        <source>It reads what is typed</source>
        <translation>Lê o que se digita</translation>
    </message>
    <message>
        <source>In a container that takes docker run --interactive.</source>
        <translation>Em um contêiner, isso pede docker run --interactive.</translation>
    </message>
    <message>
        <source>It waits for connections</source>
        <translation>Espera conexões</translation>
    </message>
    <message>
        <source>To reach it, publish its port: under Run in the window, ports in a recipe, --publish 8080:8080 for this and for docker run. Without that it has no network.</source>
        <translation>Para alcançá-lo, publique a porta: em Executar na janela, ports em uma receita, --publish 8080:8080 aqui e em docker run. Sem isso ele não tem rede.</translation>
    </message>
    <message>
        <source>What the program will miss cannot be told, because of how it is made.</source>
        <translation>Não dá para dizer o que vai faltar ao programa, pelo modo como foi feito.</translation>
    </message>
    <message>
        <source>{0} and more</source>
        <translation>{0} e outros</translation>
    </message>
    <message>
        <source>a list that names each platform once</source>
        <translation>uma lista que diz cada plataforma uma vez</translation>
    </message>
    <message>
        <source>names of time zones, together with extras = [&quot;time-zones&quot;]</source>
        <translation>nomes de fusos horários, junto com extras = [&quot;time-zones&quot;]</translation>
    </message>
    <message>
        <source>a folder of its own as the program sees it: /data</source>
        <translation>uma pasta própria, como o programa a vê: /data</translation>
    </message>
    <message>
        <source>a list that names each port of this computer once</source>
        <translation>uma lista que diz cada porta deste computador uma vez</translation>
    </message>
    <message>
        <source>a list with a place of its own for each folder</source>
        <translation>uma lista com um lugar próprio para cada pasta</translation>
    </message>
    <message>
        <source>1 byte or more</source>
        <translation>1 byte ou mais</translation>
    </message>
    <message>
        <source>{0}: {1} is not a key of a recipe.</source>
        <translation>{0}: {1} não é uma chave de receita.</translation>
    </message>
    <message>
        <source>{0}: {1} is missing.</source>
        <translation>{0}: falta {1}.</translation>
    </message>
    <message>
        <source>{0}: {1} is not valid.</source>
        <translation>{0}: {1} não é válido.</translation>
    </message>
    <message>
        <source>{0}: {1} is not valid: {2}.</source>
        <translation>{0}: {1} não é válido: {2}.</translation>
    </message>
    <message>
        <source>longer than 0 s, or none</source>
        <translation>mais que 0 s, ou none</translation>
    </message>
    <message>
        <source>8 MB or more</source>
        <translation>8 MB ou mais</translation>
    </message>
    <message>
        <source>No safe connection could be made, and only a registry on this computer is spoken to without one.</source>
        <translation>Nenhuma conexão segura pôde ser feita, e só com um registro neste computador se fala sem uma.</translation>
    </message>
    <message>
        <source>its limit</source>
        <translation>o limite</translation>
    </message>
    <message>
        <source>ports from 1 to 65535: 8080:80</source>
        <translation>portas de 1 a 65535: 8080:80</translation>
    </message>
    <message>
        <source>{0} is not followed. The {1} source files are compiled as they stand in {2}; what the script sets besides can be given as flags.</source>
        <translation>{0} não é seguido. Os {1} arquivos de código são compilados como estão em {2}; o que mais o script define pode ser dado como opções.</translation>
    </message>
    <message>
        <source>{0} are headers, which other files include.</source>
        <translation>{0} são cabeçalhos, que outros arquivos incluem.</translation>
    </message>
    <message>
        <source>{0} is a header, which other files include.</source>
        <translation>{0} é um cabeçalho, que outros arquivos incluem.</translation>
    </message>
    <message>
        <source>{0} is not followed. The source file is compiled as it stands in {1}; what the script sets besides can be given as flags.</source>
        <translation>{0} não é seguido. O arquivo de código é compilado como está em {1}; o que mais o script define pode ser dado como opções.</translation>
    </message>
    <message>
        <source>Left out of {0}: the folders {1}.</source>
        <translation>Fora de {0}: as pastas {1}.</translation>
    </message>
    <message>
        <source>Left out of {0}: the folder {1}.</source>
        <translation>Fora de {0}: a pasta {1}.</translation>
    </message>
    <message>
        <source>Left out: {0} have main functions of their own.</source>
        <translation>De fora: {0} têm funções main próprias.</translation>
    </message>
    <message>
        <source>Left out: {0} has its own main function.</source>
        <translation>De fora: {0} tem uma função main própria.</translation>
    </message>
    <message>
        <source>What GitHub is to be told cannot be written: {0}.</source>
        <translation>O que o GitHub deve saber não pode ser escrito: {0}.</translation>
    </message>
    <message>
        <source>Free some disk space on the runner.</source>
        <translation>Libere espaço no disco do runner.</translation>
    </message>
    <message>
        <source>The source is not in the folder {0}.</source>
        <translation>O código não está na pasta {0}.</translation>
    </message>
    <message>
        <source>GitHub builds what is in the repository.</source>
        <translation>O GitHub constrói o que está no repositório.</translation>
    </message>
    <message>
        <source>Choose the repository that the source is in, or put the source into it first.</source>
        <translation>Escolha o repositório em que o código está, ou antes ponha o código nele.</translation>
    </message>
    <message>
        <source>The image cannot be written to {0}: {1}.</source>
        <translation>A imagem não pode ser escrita em {0}: {1}.</translation>
    </message>
    <message>
        <source>There is no room left on the disk for the image.</source>
        <translation>Não há mais espaço no disco para a imagem.</translation>
    </message>
    <message>
        <source>Check that the folder exists and that you may write to it.</source>
        <translation>Verifique se a pasta existe e se você pode escrever nela.</translation>
    </message>
    <message>
        <source>It was being written to {0}.</source>
        <translation>Ela estava sendo escrita em {0}.</translation>
    </message>
    <message>
        <source>there is no layer {0}</source>
        <translation>não há a camada {0}</translation>
    </message>
    <message>
        <source>there is no image config in it</source>
        <translation>não há configuração de imagem nela</translation>
    </message>
    <message>
        <source>The image to start from is damaged.</source>
        <translation>A imagem de partida está danificada.</translation>
    </message>
    <message>
        <source>its layers are of the type {0}</source>
        <translation>as camadas dela são do tipo {0}</translation>
    </message>
    <message>
        <source>It does not hold what its own description names.</source>
        <translation>Ela não tem o que a própria descrição diz.</translation>
    </message>
    <message>
        <source>Remove it from the engine with docker image rm and build again, which pulls it anew; if that does not help, choose another one.</source>
        <translation>Remova-a do motor com docker image rm e construa de novo, o que a baixa outra vez; se não resolver, escolha outra.</translation>
    </message>
    <message>
        <source>{0} is another document than its name says</source>
        <translation>{0} é outro documento do que diz o nome</translation>
    </message>
    <message>
        <source>The image to start from cannot be kept: {0}.</source>
        <translation>A imagem de partida não pode ser guardada: {0}.</translation>
    </message>
    <message>
        <source>There is no room left on the disk for the image to start from.</source>
        <translation>Não há mais espaço no disco para a imagem de partida.</translation>
    </message>
    <message>
        <source>Check that you may write to the cache folder, or set SCRATCHPRESS_CACHE_DIR.</source>
        <translation>Verifique se você pode escrever na pasta de cache, ou defina SCRATCHPRESS_CACHE_DIR.</translation>
    </message>
    <message>
        <source>It is kept uncompressed among the results that can be made again.</source>
        <translation>Ela é guardada sem compressão entre os resultados que podem ser refeitos.</translation>
    </message>
    <message>
        <source>Free some disk space, for example with scratchpress clean, and try again.</source>
        <translation>Libere espaço no disco, por exemplo com scratchpress clean, e tente de novo.</translation>
    </message>
    <message>
        <source>Start from nothing: no operating system, no shell, no libraries.</source>
        <translation>Comece do nada: sem sistema operacional, sem shell, sem bibliotecas.</translation>
    </message>
    <message>
        <source>The platform it is built for, amd64 or arm64: docker buildx sets it for each.</source>
        <translation>A plataforma para que é construída, amd64 ou arm64: docker buildx define para cada uma.</translation>
    </message>
    <message>
        <source>Tell every program where the certificates are.</source>
        <translation>Diga a todo programa onde estão os certificados.</translation>
    </message>
    <message>
        <source>Run as an ordinary user, not as root.</source>
        <translation>Execute como um usuário comum, não como root.</translation>
    </message>
    <message>
        <source>Notes for people and tools that list images.</source>
        <translation>Notas para pessoas e ferramentas que listam imagens.</translation>
    </message>
    <message>
        <source>What starts when a container of this image starts.</source>
        <translation>O que inicia quando um contêiner desta imagem inicia.</translation>
    </message>
    <message>
        <source>What the program gets as arguments when none are given.</source>
        <translation>O que o programa recebe como argumentos quando nenhum é dado.</translation>
    </message>
    <message>
        <source>Put in what the program needs besides itself.</source>
        <translation>Ponha o que o programa precisa além de si mesmo.</translation>
    </message>
    <message>
        <source>Start from {0}: all its files stay in.</source>
        <translation>Comece de {0}: todos os arquivos dela ficam.</translation>
    </message>
    <message>
        <source>not a program&apos;s name in an image: {0}</source>
        <translation>não é nome de programa em uma imagem: {0}</translation>
    </message>
    <message>
        <source>image.files: something goes to {0}, where the program itself is.</source>
        <translation>image.files: algo vai para {0}, onde está o próprio programa.</translation>
    </message>
    <message>
        <source>What Docker is to build the image from cannot be written: {0}.</source>
        <translation>Aquilo de que o Docker deve construir a imagem não pode ser escrito: {0}.</translation>
    </message>
    <message>
        <source>An argument of the program is not text that an image can hold.</source>
        <translation>Um argumento do programa não é um texto que uma imagem possa guardar.</translation>
    </message>
    <message>
        <source>Give it another place, or the image another name: the program is called as the image is.</source>
        <translation>Dê outro lugar a ele, ou outro nome à imagem: o programa tem o nome da imagem.</translation>
    </message>
    <message>
        <source>Image configs are UTF-8, without NUL characters.</source>
        <translation>Configurações de imagem são UTF-8, sem caracteres NUL.</translation>
    </message>
    <message>
        <source>Give the argument when the program is run, or write it in UTF-8.</source>
        <translation>Dê o argumento ao executar o programa, ou escreva em UTF-8.</translation>
    </message>
    <message>
        <source>image.zones: there is no time zone {0}.</source>
        <translation>image.zones: não existe o fuso horário {0}.</translation>
    </message>
    <message>
        <source>image.files: two things go to {0} in the image.</source>
        <translation>image.files: duas coisas vão para {0} na imagem.</translation>
    </message>
    <message>
        <source>image.files: {0} {1}.</source>
        <translation>image.files: {0} {1}.</translation>
    </message>
    <message>
        <source>image.files: {0} cannot be read: {1}.</source>
        <translation>image.files: {0} não pode ser lido: {1}.</translation>
    </message>
    <message>
        <source>What was kept of the image to start from is damaged.</source>
        <translation>O que estava guardado da imagem de partida está danificado.</translation>
    </message>
    <message>
        <source>The file {0} changed while its image was put together.</source>
        <translation>O arquivo {0} mudou enquanto a imagem dele era montada.</translation>
    </message>
    <message>
        <source>The program {0} changed while its image was put together.</source>
        <translation>O programa {0} mudou enquanto a imagem dele era montada.</translation>
    </message>
    <message>
        <source>The layer {0} holds other bytes than its digest says.</source>
        <translation>A camada {0} tem outros bytes do que diz o digest.</translation>
    </message>
    <message>
        <source>Build again: it is fetched anew.</source>
        <translation>Construa de novo: ela é buscada outra vez.</translation>
    </message>
    <message>
        <source>Build it again.</source>
        <translation>Construa de novo.</translation>
    </message>
    <message>
        <source>The image is {0}, and its limit is {1}.</source>
        <translation>A imagem tem {0}, e o limite dela é {1}.</translation>
    </message>
    <message>
        <source>The environment variable {0} is not a date.</source>
        <translation>A variável de ambiente {0} não é uma data.</translation>
    </message>
    <message>
        <source>It takes whole seconds since the start of 1970, for example 1700000000.</source>
        <translation>Ela aceita segundos inteiros desde o começo de 1970, por exemplo 1700000000.</translation>
    </message>
    <message>
        <source>Correct it or remove it.</source>
        <translation>Corrija ou remova.</translation>
    </message>
    <message>
        <source>The image&apos;s file is not there any more.</source>
        <translation>O arquivo da imagem não está mais lá.</translation>
    </message>
    <message>
        <source>A layer of the image to start from is damaged.</source>
        <translation>Uma camada da imagem de partida está danificada.</translation>
    </message>
    <message>
        <source>It cannot be decompressed.</source>
        <translation>Ela não pode ser descomprimida.</translation>
    </message>
    <message>
        <source>Build again, which gets it anew. If it happens again, choose another image.</source>
        <translation>Construa de novo, o que a busca outra vez. Se acontecer de novo, escolha outra imagem.</translation>
    </message>
    <message>
        <source>it ends too early</source>
        <translation>termina cedo demais</translation>
    </message>
    <message>
        <source>A process that it had started wanted more than {0}. Raise the memory limit if it needs more.</source>
        <translation>Um processo que ele tinha iniciado quis mais que {0}. Aumente o limite de memória se precisar de mais.</translation>
    </message>
    <message>
        <source>It wanted more than {0}. Raise the memory limit if it needs more.</source>
        <translation>Ele quis mais que {0}. Aumente o limite de memória se precisar de mais.</translation>
    </message>
    <message>
        <source>Remove it, or use one of: {0}.</source>
        <translation>Remova, ou use uma destas: {0}.</translation>
    </message>
    <message>
        <source>a table with the keys of a recipe</source>
        <translation>uma tabela com as chaves de uma receita</translation>
    </message>
    <message>
        <source>{0} is too large for a recipe.</source>
        <translation>{0} é grande demais para uma receita.</translation>
    </message>
    <message>
        <source>{0}: version is missing.</source>
        <translation>{0}: falta version.</translation>
    </message>
    <message>
        <source>{0}: version is {1}, and this Scratchpress reads version {2}.</source>
        <translation>{0}: version é {1}, e este Scratchpress lê a versão {2}.</translation>
    </message>
    <message>
        <source>Add it: {0}.</source>
        <translation>Acrescente: {0}.</translation>
    </message>
    <message>
        <source>one of: {0}</source>
        <translation>um destes: {0}</translation>
    </message>
    <message>
        <source>true or false</source>
        <translation>true ou false</translation>
    </message>
    <message>
        <source>a whole number</source>
        <translation>um número inteiro</translation>
    </message>
    <message>
        <source>a number</source>
        <translation>um número</translation>
    </message>
    <message>
        <source>a list; each entry {0}</source>
        <translation>uma lista; cada item é {0}</translation>
    </message>
    <message>
        <source>a table; each key {0}, each value {1}</source>
        <translation>uma tabela; cada chave é {0}, cada valor é {1}</translation>
    </message>
    <message>
        <source>a table with the keys {0}</source>
        <translation>uma tabela com as chaves {0}</translation>
    </message>
    <message>
        <source>A recipe has at most {0}.</source>
        <translation>Uma receita tem no máximo {0}.</translation>
    </message>
    <message>
        <source>Give the recipe itself, a short text.</source>
        <translation>Dê a própria receita, um texto curto.</translation>
    </message>
    <message>
        <source>{0} is not text in UTF-8: byte {1} is wrong.</source>
        <translation>{0} não é texto em UTF-8: o byte {1} está errado.</translation>
    </message>
    <message>
        <source>{0} is not valid TOML: it has too many brackets inside each other.</source>
        <translation>{0} não é TOML válido: tem colchetes demais uns dentro dos outros.</translation>
    </message>
    <message>
        <source>{0} is not valid TOML: {1}.</source>
        <translation>{0} não é TOML válido: {1}.</translation>
    </message>
    <message>
        <source>Add version = {0} as its first line.</source>
        <translation>Acrescente version = {0} como primeira linha.</translation>
    </message>
    <message>
        <source>Update Scratchpress, or write the recipe in the older version.</source>
        <translation>Atualize o Scratchpress, ou escreva a receita na versão antiga.</translation>
    </message>
    <message>
        <source>It takes {0}.</source>
        <translation>Aceita {0}.</translation>
    </message>
    <message>
        <source>Check that the file exists and that you may read it.</source>
        <translation>Verifique se o arquivo existe e se você pode lê-lo.</translation>
    </message>
    <message>
        <source>Save the recipe as UTF-8.</source>
        <translation>Salve a receita em UTF-8.</translation>
    </message>
    <message>
        <source>Write it as a recipe: a few tables with simple values.</source>
        <translation>Escreva como uma receita: poucas tabelas com valores simples.</translation>
    </message>
    <message>
        <source>Correct the place the message names.</source>
        <translation>Corrija o lugar que a mensagem diz.</translation>
    </message>
    <message>
        <source>the recipe</source>
        <translation>a receita</translation>
    </message>
    <message>
        <source>The image&apos;s file {0} cannot be read any more.</source>
        <translation>O arquivo da imagem {0} não pode mais ser lido.</translation>
    </message>
    <message>
        <source>{0} is no image file.</source>
        <translation>{0} não é um arquivo de imagem.</translation>
    </message>
    <message>
        <source>It was changed or removed while it was being sent.</source>
        <translation>Ele foi mudado ou removido enquanto era enviado.</translation>
    </message>
    <message>
        <source>Build it again, then push it.</source>
        <translation>Construa de novo, e depois envie.</translation>
    </message>
    <message>
        <source>An image file is an OCI image layout in an uncompressed tar.</source>
        <translation>Um arquivo de imagem é um OCI image layout em um tar sem compressão.</translation>
    </message>
    <message>
        <source>Make one with scratchpress build --output IMAGE.tar.</source>
        <translation>Faça um com scratchpress build --output IMAGEM.tar.</translation>
    </message>
    <message>
        <source>it is shorter than it was</source>
        <translation>está mais curto do que era</translation>
    </message>
    <message>
        <source>{0} holds {1} images, and one is needed.</source>
        <translation>{0} tem {1} imagens, e é preciso uma.</translation>
    </message>
    <message>
        <source>{0} has {1} bytes and not {2}</source>
        <translation>{0} tem {1} bytes e não {2}</translation>
    </message>
    <message>
        <source>{0} is no digest</source>
        <translation>{0} não é um digest</translation>
    </message>
    <message>
        <source>{0} is no document</source>
        <translation>{0} não é um documento</translation>
    </message>
    <message>
        <source>Check its name and that you may read it.</source>
        <translation>Verifique o nome e se você pode lê-lo.</translation>
    </message>
    <message>
        <source>Save the one to push in a file of its own.</source>
        <translation>Salve a que quer enviar em um arquivo próprio.</translation>
    </message>
    <message>
        <source>{0} is no image</source>
        <translation>{0} não é uma imagem</translation>
    </message>
    <message>
        <source>Log in, then push again: {0}</source>
        <translation>Entre, e depois envie de novo: {0}</translation>
    </message>
    <message>
        <source>Log in again, then push: {0}</source>
        <translation>Entre de novo, e depois envie: {0}</translation>
    </message>
    <message>
        <source>{0} does not let this account push there.</source>
        <translation>{0} não deixa esta conta enviar para lá.</translation>
    </message>
    <message>
        <source>{0} breaks off in the middle.</source>
        <translation>{0} corta a conexão no meio.</translation>
    </message>
    <message>
        <source>It was tried {0} times.</source>
        <translation>Foram {0} tentativas.</translation>
    </message>
    <message>
        <source>Push again: {0}.</source>
        <translation>Envie de novo: {0}.</translation>
    </message>
    <message>
        <source>Build again: {0}.</source>
        <translation>Construa de novo: {0}.</translation>
    </message>
    <message>
        <source>what has arrived is not fetched again</source>
        <translation>o que já chegou não é buscado de novo</translation>
    </message>
    <message>
        <source>The image is to start from {0}, which is not kept here yet.</source>
        <translation>A imagem deve partir de {0}, que ainda não está guardada aqui.</translation>
    </message>
    <message>
        <source>{0} refused to give {1} (HTTP {2}).</source>
        <translation>{0} recusou dar {1} (HTTP {2}).</translation>
    </message>
    <message>
        <source>What {0} keeps as {1} is no image to start from.</source>
        <translation>O que {0} guarda como {1} não é uma imagem de partida.</translation>
    </message>
    <message>
        <source>{0} layers are listed and {1} named</source>
        <translation>{0} camadas estão na lista e {1} têm nome</translation>
    </message>
    <message>
        <source>the layer {0} is {1} and not {2}</source>
        <translation>a camada {0} é {1} e não {2}</translation>
    </message>
    <message>
        <source>{0} came as other bytes</source>
        <translation>{0} veio com outros bytes</translation>
    </message>
    <message>
        <source>{0} does not show this account {1}.</source>
        <translation>{0} não mostra {1} a esta conta.</translation>
    </message>
    <message>
        <source>Choose another one.</source>
        <translation>Escolha outra.</translation>
    </message>
    <message>
        <source>{0} is too large</source>
        <translation>{0} é grande demais</translation>
    </message>
    <message>
        <source>Check the image&apos;s name and the account&apos;s rights.</source>
        <translation>Verifique o nome da imagem e os direitos da conta.</translation>
    </message>
    <message>
        <source>{0} does not say where to send a layer.</source>
        <translation>{0} não diz para onde enviar uma camada.</translation>
    </message>
    <message>
        <source>Check that the address is that of a registry.</source>
        <translation>Verifique se o endereço é o de um registro.</translation>
    </message>
    <message>
        <source>Only root can use them: set user = &quot;root&quot;, too.</source>
        <translation>Só root pode usá-los: ponha também user = &quot;root&quot;.</translation>
    </message>
    <message>
        <source>It can reach the internet and the computers near the engine, and send them data.</source>
        <translation>Ele alcança a internet e os computadores perto do motor, e pode mandar dados a eles.</translation>
    </message>
    <message>
        <source>Each of them is a part of what root may do; some lead out of the container.</source>
        <translation>Cada um é uma parte do que root pode fazer; alguns levam para fora do contêiner.</translation>
    </message>
    <message>
        <source>No network</source>
        <translation>Sem rede</translation>
    </message>
    <message>
        <source>A network</source>
        <translation>Com rede</translation>
    </message>
    <message>
        <source>Root in its container</source>
        <translation>Root no contêiner</translation>
    </message>
    <message>
        <source>A weakness of the kernel or the engine is easier to use for root. What it writes in a shared folder belongs to root.</source>
        <translation>Uma fraqueza do kernel ou do motor é mais fácil de usar para root. O que ele escreve em uma pasta compartilhada é de root.</translation>
    </message>
    <message>
        <source>Rights of root: {0}</source>
        <translation>Direitos de root: {0}</translation>
    </message>
    <message>
        <source>Read-only file system</source>
        <translation>Arquivos só para leitura</translation>
    </message>
    <message>
        <source>Writable file system</source>
        <translation>Arquivos que ele pode mudar</translation>
    </message>
    <message>
        <source>It can fill the engine&apos;s disk: nothing limits how much it writes into its files.</source>
        <translation>Ele pode encher o disco do motor: nada limita quanto escreve nos arquivos dele.</translation>
    </message>
    <message>
        <source>No new privileges</source>
        <translation>Sem novos privilégios</translation>
    </message>
    <message>
        <source>May gain privileges</source>
        <translation>Pode ganhar privilégios</translation>
    </message>
    <message>
        <source>A set-user-ID program in its files or in a shared folder can make it root.</source>
        <translation>Um programa set-user-ID nos arquivos dele ou em uma pasta compartilhada pode torná-lo root.</translation>
    </message>
    <message>
        <source>System calls filtered</source>
        <translation>Chamadas de sistema filtradas</translation>
    </message>
    <message>
        <source>All system calls</source>
        <translation>Todas as chamadas de sistema</translation>
    </message>
    <message>
        <source>It can ask the kernel for everything, also where weaknesses were found before. Do that for programs you trust.</source>
        <translation>Ele pode pedir tudo ao kernel, também onde já se acharam fraquezas. Faça isso com programas em que confia.</translation>
    </message>
    <message>
        <source>Every computer of the network can reach it at {0}.</source>
        <translation>Todo computador da rede o alcança em {0}.</translation>
    </message>
    <message>
        <source>A network, for port {0}</source>
        <translation>Uma rede, para a porta {0}</translation>
    </message>
    <message>
        <source>An account without rights</source>
        <translation>Uma conta sem direitos</translation>
    </message>
    <message>
        <source>Account {0}</source>
        <translation>Conta {0}</translation>
    </message>
    <message>
        <source>It can do what that account may do in its files.</source>
        <translation>Ele pode fazer o que essa conta pode nos arquivos dele.</translation>
    </message>
    <message>
        <source>None of root&apos;s rights</source>
        <translation>Nenhum dos direitos de root</translation>
    </message>
    <message>
        <source>It runs until it ends or you stop it.</source>
        <translation>Executa até terminar ou até você parar.</translation>
    </message>
    <message>
        <source>At most {0} of memory</source>
        <translation>No máximo {0} de memória</translation>
    </message>
    <message>
        <source>It can take that much memory from everything else on the engine&apos;s computer.</source>
        <translation>Pode tirar essa memória de todo o resto no computador do motor.</translation>
    </message>
    <message>
        <source>At most {0} processes</source>
        <translation>No máximo {0} processos</translation>
    </message>
    <message>
        <source>Very many processes slow the engine&apos;s computer down for everyone.</source>
        <translation>Processos demais deixam o computador do motor lento para todos.</translation>
    </message>
    <message>
        <source>At most {0} open files</source>
        <translation>No máximo {0} arquivos abertos</translation>
    </message>
    <message>
        <source>Open files take memory of the kernel.</source>
        <translation>Arquivos abertos ocupam memória do kernel.</translation>
    </message>
    <message>
        <source>Files of at most {0}</source>
        <translation>Arquivos de no máximo {0}</translation>
    </message>
    <message>
        <source>One file can take that much of the disk, where it may write at all.</source>
        <translation>Um arquivo pode ocupar isso do disco, onde ele pode escrever.</translation>
    </message>
    <message>
        <source>May change {0}</source>
        <translation>Pode mudar {0}</translation>
    </message>
    <message>
        <source>It can change and delete what is in that folder, with your rights.</source>
        <translation>Pode mudar e apagar o que há nessa pasta, com os seus direitos.</translation>
    </message>
    <message>
        <source>May read {0}</source>
        <translation>Pode ler {0}</translation>
    </message>
    <message>
        <source>It can read what is in that folder.</source>
        <translation>Pode ler o que há nessa pasta.</translation>
    </message>
    <message>
        <source>No folder of this computer</source>
        <translation>Nenhuma pasta deste computador</translation>
    </message>
    <message>
        <source>Runs until it is stopped</source>
        <translation>Executa até ser parado</translation>
    </message>
    <message>
        <source>At most {0}</source>
        <translation>No máximo {0}</translation>
    </message>
    <message>
        <source>It can keep a processor busy for that long.</source>
        <translation>Pode ocupar um processador por esse tempo.</translation>
    </message>
    <message>
        <source>At most {0} processors</source>
        <translation>No máximo {0} processadores</translation>
    </message>
    <message>
        <source>Run by {0}</source>
        <translation>Executado por {0}</translation>
    </message>
    <message>
        <source>The folder {0} for {1} is a file.</source>
        <translation>A pasta {0} para {1} é um arquivo.</translation>
    </message>
    <message>
        <source>The folder {0} for {1} does not exist.</source>
        <translation>A pasta {0} para {1} não existe.</translation>
    </message>
    <message>
        <source>There is no object with a version in it.</source>
        <translation>Não há nele um objeto com uma versão.</translation>
    </message>
    <message>
        <source>{0} cannot be the value of {1}.</source>
        <translation>{0} não pode ser o valor de {1}.</translation>
    </message>
    <message>
        <source>docker-library/repo-info, linux/amd64, {0}</source>
        <translation>docker-library/repo-info, linux/amd64, {0}</translation>
    </message>
    <message>
        <source>busybox:1.38.0, May 2026</source>
        <translation>busybox:1.38.0, maio de 2026</translation>
    </message>
    <message>
        <source>alpine:3.24.2, September 2026</source>
        <translation>alpine:3.24.2, setembro de 2026</translation>
    </message>
    <message>
        <source>ubuntu:24.04, August 2026</source>
        <translation>ubuntu:24.04, agosto de 2026</translation>
    </message>
    <message>
        <source>Give a text file with a C, C++, assembly, Go, Rust or Zig program.</source>
        <translation>Dê um arquivo de texto com um programa em C, C++, assembly, Go, Rust ou Zig.</translation>
    </message>
    <message>
        <source>Give its source, or a static program made for Linux.</source>
        <translation>Dê o código dele, ou um programa estático feito para Linux.</translation>
    </message>
    <message>
        <source>{0} is taken for {1} by its text.</source>
        <translation>{0} é tomado por {1} pelo texto.</translation>
    </message>
    <message>
        <source>a PNG picture</source>
        <translation>uma imagem PNG</translation>
    </message>
    <message>
        <source>a JPEG picture</source>
        <translation>uma imagem JPEG</translation>
    </message>
    <message>
        <source>a PDF document</source>
        <translation>um documento PDF</translation>
    </message>
    <message>
        <source>a ZIP archive or an Office document</source>
        <translation>um arquivo ZIP ou um documento do Office</translation>
    </message>
    <message>
        <source>a gzip archive</source>
        <translation>um arquivo gzip</translation>
    </message>
    <message>
        <source>{0} makes the program for the processor of this computer: it differs from computer to computer and may crash on others. A name such as -march=x86-64-v3 does not.</source>
        <translation>{0} faz o programa para o processador deste computador: ele difere de um computador para outro e pode travar em outros. Um nome como -march=x86-64-v3 não.</translation>
    </message>
    <message>
        <source>{0} makes the program for the processor of this computer: it differs from computer to computer. A name such as -march=x86-64-v3 does not.</source>
        <translation>{0} faz o programa para o processador deste computador: ele difere de um computador para outro. Um nome como -march=x86-64-v3 não.</translation>
    </message>
    <message>
        <source>Remove it from the flags.</source>
        <translation>Remova das opções.</translation>
    </message>
    <message>
        <source>{0} does not compile: {1}</source>
        <translation>{0} não compila: {1}</translation>
    </message>
    <message>
        <source>{0} and {1} both have a main function</source>
        <translation>{0} e {1} têm, os dois, uma função main</translation>
    </message>
    <message>
        <source>{0} and {1} each have a main function</source>
        <translation>{0} e {1} têm, cada um, uma função main</translation>
    </message>
    <message>
        <source>Every program starts in a function called main, in small letters; {0} calls it {1}.</source>
        <translation>Todo programa começa em uma função chamada main, em minúsculas; {0} a chama de {1}.</translation>
    </message>
    <message>
        <source>Every program starts in a function called main, in small letters; {0} has none.</source>
        <translation>Todo programa começa em uma função chamada main, em minúsculas; {0} não tem.</translation>
    </message>
    <message>
        <source>Every program starts in a function called main, in small letters; none of {0} has one.</source>
        <translation>Todo programa começa em uma função chamada main, em minúsculas; nenhum de {0} tem.</translation>
    </message>
    <message>
        <source>Small</source>
        <translation>Pequeno</translation>
    </message>
    <message>
        <source>What the recipe says.</source>
        <translation>O que a receita diz.</translation>
    </message>
    <message>
        <source>Everything</source>
        <translation>Tudo</translation>
    </message>
    <message>
        <source>Two functions may have one address, and no tool can tell where a crash came from.</source>
        <translation>Duas funções podem ter um só endereço, e nenhuma ferramenta diz de onde veio uma falha.</translation>
    </message>
    <message>
        <source>Write one of: {0}.</source>
        <translation>Escreva um destes: {0}.</translation>
    </message>
    <message>
        <source>Add it: one of: {0}.</source>
        <translation>Acrescente um destes: {0}.</translation>
    </message>
    <message>
        <source>C and C++</source>
        <translation>C e C++</translation>
    </message>
    <message>
        <source>C and C++: {0}</source>
        <translation>C e C++: {0}</translation>
    </message>
    <message>
        <source>expected `{0}`, got `{1}`</source>
        <translation>esperava `{0}`, veio `{1}`</translation>
    </message>
    <message>
        <source>expected `{0}` of length &gt;= {1}</source>
        <translation>esperava `{0}` de tamanho &gt;= {1}</translation>
    </message>
    <message>
        <source>expected `{0}` &gt;= {1}</source>
        <translation>esperava `{0}` &gt;= {1}</translation>
    </message>
    <message>
        <source>expected `{0}` &lt;= {1}</source>
        <translation>esperava `{0}` &lt;= {1}</translation>
    </message>
    <message>
        <source>invalid enum value {0}</source>
        <translation>o valor {0} não é um dos que existem</translation>
    </message>
    <message>
        <source>[Errno {0}] {1}: {2}</source>
        <translation>[Errno {0}] {1}: {2}</translation>
    </message>
    <message>
        <source>[Errno {0}] {1}</source>
        <translation>[Errno {0}] {1}</translation>
    </message>
    <message>
        <source>Name or service not known</source>
        <translation>nome não conhecido</translation>
    </message>
    <message>
        <source>Connection refused</source>
        <translation>conexão recusada</translation>
    </message>
    <message>
        <source>{0} (at line {1}, column {2})</source>
        <translation>{0} (na linha {1}, coluna {2})</translation>
    </message>
    <message>
        <source>{0} (at end of document)</source>
        <translation>{0} (no fim do documento)</translation>
    </message>
    <message>
        <source>Invalid value</source>
        <translation>valor inválido</translation>
    </message>
    <message>
        <source>Invalid statement</source>
        <translation>instrução inválida</translation>
    </message>
    <message>
        <source>Invalid initial character for a key part</source>
        <translation>caractere inicial inválido em uma parte de chave</translation>
    </message>
    <message>
        <source>Illegal character {0}</source>
        <translation>caractere proibido {0}</translation>
    </message>
    <message>
        <source>Unterminated string</source>
        <translation>texto sem fim</translation>
    </message>
    <message>
        <source>Unclosed array</source>
        <translation>lista não fechada</translation>
    </message>
    <message>
        <source>Unclosed inline table</source>
        <translation>tabela em linha não fechada</translation>
    </message>
    <message>
        <source>Cannot overwrite a value</source>
        <translation>um valor não pode ser dado duas vezes</translation>
    </message>
    <message>
        <source>Cannot declare {0} twice</source>
        <translation>{0} não pode ser declarado duas vezes</translation>
    </message>
    <message>
        <source>Duplicate inline table key {0}</source>
        <translation>chave {0} repetida em uma tabela em linha</translation>
    </message>
    <message>
        <source>{0}, line {1}</source>
        <translation>{0}, linha {1}</translation>
    </message>
    <message>
        <source>Every program starts in a function called main, in small letters.</source>
        <translation>Todo programa começa em uma função chamada main, em minúsculas.</translation>
    </message>
    <message>
        <source>Run rustup target add {0}</source>
        <translation>Execute rustup target add {0}</translation>
    </message>
    <message>
        <source>Install Rust from rustup.rs and run rustup target add {0}</source>
        <translation>Instale o Rust por rustup.rs e execute rustup target add {0}</translation>
    </message>
    <message>
        <source>{0}, or install the C compiler with its static library (on Debian and Ubuntu: sudo apt install gcc libc6-dev)</source>
        <translation>{0}, ou instale o compilador C com a biblioteca estática dele (no Debian e no Ubuntu: sudo apt install gcc libc6-dev)</translation>
    </message>
    <message>
        <source>a crate</source>
        <translation>um crate</translation>
    </message>
    <message>
        <source>Errors inside the C++ library end the program.</source>
        <translation>Erros dentro da biblioteca de C++ encerram o programa.</translation>
    </message>
    <message>
        <source>What the recipe says, for {0}.</source>
        <translation>O que a receita diz, para {0}.</translation>
    </message>
    <message>
        <source>Expected &apos;=&apos; after a key in a key/value pair</source>
        <translation>falta &apos;=&apos; depois de uma chave</translation>
    </message>
    <message>
        <source>Expected &apos;]&apos; at the end of a table declaration</source>
        <translation>falta &apos;]&apos; no fim do nome de uma tabela</translation>
    </message>
    <message>
        <source>Expected newline or end of document after a statement</source>
        <translation>falta um fim de linha depois de uma instrução</translation>
    </message>
    <message>
        <source>No such file or directory</source>
        <translation>não existe</translation>
    </message>
    <message>
        <source>Permission denied</source>
        <translation>permissão negada</translation>
    </message>
    <message>
        <source>Is a directory</source>
        <translation>é uma pasta</translation>
    </message>
    <message>
        <source>Not a directory</source>
        <translation>não é uma pasta</translation>
    </message>
    <message>
        <source>File exists</source>
        <translation>o arquivo já existe</translation>
    </message>
    <message>
        <source>File name too long</source>
        <translation>nome de arquivo longo demais</translation>
    </message>
    <message>
        <source>No space left on device</source>
        <translation>não há mais espaço no disco</translation>
    </message>
    <message>
        <source>Disk quota exceeded</source>
        <translation>a cota do disco acabou</translation>
    </message>
    <message>
        <source>Input/output error</source>
        <translation>erro de entrada e saída</translation>
    </message>
    <message>
        <source>Operation not permitted</source>
        <translation>operação não permitida</translation>
    </message>
    <message>
        <source>Too many levels of symbolic links</source>
        <translation>links demais em sequência</translation>
    </message>
    <message>
        <source>a macOS program</source>
        <translation>um programa de macOS</translation>
    </message>
    <message>
        <source>a WebAssembly module</source>
        <translation>um módulo WebAssembly</translation>
    </message>
    <message>
        <source>a macOS program or a Java class</source>
        <translation>um programa de macOS ou uma classe Java</translation>
    </message>
    <message>
        <source>a static library</source>
        <translation>uma biblioteca estática</translation>
    </message>
    <message>
        <source>a GIF picture</source>
        <translation>uma imagem GIF</translation>
    </message>
    <message>
        <source>a media file</source>
        <translation>um arquivo de mídia</translation>
    </message>
    <message>
        <source>a BMP picture</source>
        <translation>uma imagem BMP</translation>
    </message>
    <message>
        <source>a Windows program</source>
        <translation>um programa de Windows</translation>
    </message>
    <message>
        <source>{0} is {1}</source>
        <translation>{0} é {1}</translation>
    </message>
    <message>
        <source>binary data</source>
        <translation>dados binários</translation>
    </message>
    <message>
        <source>No source file was given.</source>
        <translation>Nenhum arquivo de código foi dado.</translation>
    </message>
    <message>
        <source>A whole project and other files were given together.</source>
        <translation>Um projeto inteiro e outros arquivos foram dados juntos.</translation>
    </message>
    <message>
        <source>{0} is {1}, and was to be taken for {2}.</source>
        <translation>{0} é {1}, e devia ser tomado por {2}.</translation>
    </message>
    <message>
        <source>{0} files were given together.</source>
        <translation>Arquivos {0} foram dados juntos.</translation>
    </message>
    <message>
        <source>{0} is too large: {1}.</source>
        <translation>{0} é grande demais: {1}.</translation>
    </message>
    <message>
        <source>{0} is empty.</source>
        <translation>{0} está vazio.</translation>
    </message>
    <message>
        <source>{0} is text in UTF-16, which compilers do not read.</source>
        <translation>{0} é texto em UTF-16, que compiladores não leem.</translation>
    </message>
    <message>
        <source>{0} is {1}, not a source file.</source>
        <translation>{0} é {1}, não um arquivo de código.</translation>
    </message>
    <message>
        <source>{0} is not UTF-8 (line {1}): letters with accents may print wrong. Save it as UTF-8 to be sure.</source>
        <translation>{0} não está em UTF-8 (linha {1}): letras com acento podem sair erradas. Salve em UTF-8 para ter certeza.</translation>
    </message>
    <message>
        <source>Give a C, C++, assembly, Go, Rust or Zig file.</source>
        <translation>Dê um arquivo C, C++, assembly, Go, Rust ou Zig.</translation>
    </message>
    <message>
        <source>A program that is ready and other files were given together.</source>
        <translation>Um programa pronto e outros arquivos foram dados juntos.</translation>
    </message>
    <message>
        <source>Give the project&apos;s go.mod or Cargo.toml alone.</source>
        <translation>Dê só o go.mod ou o Cargo.toml do projeto.</translation>
    </message>
    <message>
        <source>Leave the language out, which recognises the right one.</source>
        <translation>Deixe a linguagem de fora, e a certa é reconhecida.</translation>
    </message>
    <message>
        <source>Give the files of one program in one language; C, C++ and assembly may be mixed.</source>
        <translation>Dê os arquivos de um programa em uma linguagem; C, C++ e assembly podem se misturar.</translation>
    </message>
    <message>
        <source>{0} is a folder.</source>
        <translation>{0} é uma pasta.</translation>
    </message>
    <message>
        <source>{0} is not a regular file.</source>
        <translation>{0} não é um arquivo comum.</translation>
    </message>
    <message>
        <source>{0} does not exist.</source>
        <translation>{0} não existe.</translation>
    </message>
    <message>
        <source>{0} may not be read by you.</source>
        <translation>{0} não pode ser lido por você.</translation>
    </message>
    <message>
        <source>{0} cannot be read: {1}.</source>
        <translation>{0} não pode ser lido: {1}.</translation>
    </message>
    <message>
        <source>A source file has at most {0}.</source>
        <translation>Um arquivo de código tem no máximo {0}.</translation>
    </message>
    <message>
        <source>Give the source file itself, without embedded data.</source>
        <translation>Dê o próprio arquivo de código, sem dados embutidos.</translation>
    </message>
    <message>
        <source>Write a program into it, or start from the example.</source>
        <translation>Escreva um programa nele, ou comece pelo exemplo.</translation>
    </message>
    <message>
        <source>Save it as UTF-8 in your editor.</source>
        <translation>Salve em UTF-8 no seu editor.</translation>
    </message>
    <message>
        <source>Give either one ready program or source files.</source>
        <translation>Dê um programa pronto ou arquivos de código.</translation>
    </message>
    <message>
        <source>Give the source file inside it instead.</source>
        <translation>Dê o arquivo de código que está nela.</translation>
    </message>
    <message>
        <source>Give a source file.</source>
        <translation>Dê um arquivo de código.</translation>
    </message>
    <message>
        <source>Check the name, or choose the file again.</source>
        <translation>Verifique o nome, ou escolha o arquivo de novo.</translation>
    </message>
    <message>
        <source>Change its permissions, or copy it to a folder of your own.</source>
        <translation>Mude as permissões, ou copie para uma pasta sua.</translation>
    </message>
    <message>
        <source>{0} is a link that leads back to itself.</source>
        <translation>{0} é um link que leva de volta a si mesmo.</translation>
    </message>
    <message>
        <source>Copy it to a folder of your own and try again.</source>
        <translation>Copie para uma pasta sua e tente de novo.</translation>
    </message>
    <message>
        <source>Links that go in a circle lead to no file.</source>
        <translation>Links em círculo não levam a nenhum arquivo.</translation>
    </message>
    <message>
        <source>Give the source file itself, or make the link anew.</source>
        <translation>Dê o próprio arquivo de código, ou refaça o link.</translation>
    </message>
    <message>
        <source>The folder {0} holds no source file.</source>
        <translation>A pasta {0} não tem nenhum arquivo de código.</translation>
    </message>
    <message>
        <source>{0} holds a project in a folder below it: {1}.</source>
        <translation>{0} tem um projeto em uma pasta dentro dela: {1}.</translation>
    </message>
    <message>
        <source>{0} and {1} more</source>
        <translation>{0} e mais {1}</translation>
    </message>
    <message>
        <source>{0} and {1}</source>
        <translation>{0} e {1}</translation>
    </message>
    <message>
        <source>{0} holds a Go and a Rust project.</source>
        <translation>{0} tem um projeto Go e um Rust.</translation>
    </message>
    <message>
        <source>Left out of {0}, because it leads nowhere: {1}.</source>
        <translation>Fora de {0}, porque não leva a lugar nenhum: {1}.</translation>
    </message>
    <message>
        <source>{0} holds {1} source files; one program may have {2} here.</source>
        <translation>{0} tem {1} arquivos de código; um programa pode ter {2} aqui.</translation>
    </message>
    <message>
        <source>The source files in {0} are too large: {1}.</source>
        <translation>Os arquivos de código em {0} são grandes demais: {1}.</translation>
    </message>
    <message>
        <source>{0} holds files in languages that do not make one program.</source>
        <translation>{0} tem arquivos em linguagens que não formam um programa.</translation>
    </message>
    <message>
        <source>{0} holds more than one program: {1} files have a main function.</source>
        <translation>{0} tem mais de um programa: {1} arquivos têm uma função main.</translation>
    </message>
    <message>
        <source>Left out: {0}.</source>
        <translation>De fora: {0}.</translation>
    </message>
    <message>
        <source>A header alone makes no program.</source>
        <translation>Um cabeçalho sozinho não faz um programa.</translation>
    </message>
    <message>
        <source>Give the source file that has the main function, with the header or with the whole folder.</source>
        <translation>Dê o arquivo de código com a função main, com o cabeçalho ou com a pasta inteira.</translation>
    </message>
    <message>
        <source>{0} is built by {1} ({2}), and holds no source file that can be compiled as it is.</source>
        <translation>{0} é construído por {1} ({2}), e não tem código que possa ser compilado como está.</translation>
    </message>
    <message>
        <source>Give a folder with C, C++, assembly, Go, Rust or Zig sources, or a source file.</source>
        <translation>Dê uma pasta com código C, C++, assembly, Go, Rust ou Zig, ou um arquivo de código.</translation>
    </message>
    <message>
        <source>One image is made from one program.</source>
        <translation>Uma imagem é feita de um programa.</translation>
    </message>
    <message>
        <source>Give the project itself: {0}</source>
        <translation>Dê o próprio projeto: {0}</translation>
    </message>
    <message>
        <source>Give the project&apos;s folder alone.</source>
        <translation>Dê só a pasta do projeto.</translation>
    </message>
    <message>
        <source>Give go.mod or Cargo.toml alone.</source>
        <translation>Dê só go.mod ou Cargo.toml.</translation>
    </message>
    <message>
        <source>Give the folder of one program, or the files themselves.</source>
        <translation>Dê a pasta de um programa, ou os próprios arquivos.</translation>
    </message>
    <message>
        <source>Together they may have {0}.</source>
        <translation>Juntos podem ter {0}.</translation>
    </message>
    <message>
        <source>Choose the files of one program.</source>
        <translation>Escolha os arquivos de um programa.</translation>
    </message>
    <message>
        <source>They are {0}. An image starts one program.</source>
        <translation>São {0}. Uma imagem inicia um programa.</translation>
    </message>
    <message>
        <source>Name the one to build before its folder: {0} {1}</source>
        <translation>Diga qual construir antes da pasta dele: {0} {1}</translation>
    </message>
    <message>
        <source>Scratchpress compiles source files itself and follows no build script.</source>
        <translation>Scratchpress compila ele mesmo os arquivos de código e não segue scripts de construção.</translation>
    </message>
    <message>
        <source>Build it with {0} as a static program and give that, or give a folder with C, C++, assembly, Go, Rust or Zig sources.</source>
        <translation>Construa com {0} um programa estático e dê esse, ou dê uma pasta com código C, C++, assembly, Go, Rust ou Zig.</translation>
    </message>
    <message>
        <source>There is {0}.</source>
        <translation>Há {0}.</translation>
    </message>
    <message>
        <source>{0} files</source>
        <translation>{0} arquivos</translation>
    </message>
    <message>
        <source>Give a C, C++, assembly, Go, Rust or Zig source, a project&apos;s go.mod or Cargo.toml, or a program that is ready.</source>
        <translation>Dê código C, C++, assembly, Go, Rust ou Zig, o go.mod ou Cargo.toml de um projeto, ou um programa pronto.</translation>
    </message>
    <message>
        <source>a shell script</source>
        <translation>um script de shell</translation>
    </message>
    <message>
        <source>a batch file</source>
        <translation>um arquivo de lote</translation>
    </message>
    <message>
        <source>a PowerShell script</source>
        <translation>um script PowerShell</translation>
    </message>
    <message>
        <source>assembly for NASM or MASM</source>
        <translation>assembly para NASM ou MASM</translation>
    </message>
    <message>
        <source>assembly for NASM</source>
        <translation>assembly para NASM</translation>
    </message>
    <message>
        <source>{0} is a script for {1}.</source>
        <translation>{0} é um script para {1}.</translation>
    </message>
    <message>
        <source>{0} tells {1} how to build a program.</source>
        <translation>{0} diz a {1} como construir um programa.</translation>
    </message>
    <message>
        <source>{0} is {1}, which does not run alone.</source>
        <translation>{0} é {1}, que não executa sozinho.</translation>
    </message>
    <message>
        <source>{0} is {1}, for which there is no compiler here.</source>
        <translation>{0} é {1}, para o que não há compilador aqui.</translation>
    </message>
    <message>
        <source>A script needs its interpreter to run, and an image from scratch holds none.</source>
        <translation>Um script precisa do interpretador para executar, e uma imagem a partir de scratch não tem nenhum.</translation>
    </message>
    <message>
        <source>{0} is in no language Scratchpress recognises.</source>
        <translation>{0} não está em nenhuma linguagem que o Scratchpress reconheça.</translation>
    </message>
    <message>
        <source>Give the folder with the sources, or the source files themselves.</source>
        <translation>Dê a pasta com o código, ou os próprios arquivos de código.</translation>
    </message>
    <message>
        <source>It needs an interpreter or a virtual machine, and an image from scratch holds none.</source>
        <translation>Precisa de um interpretador ou de uma máquina virtual, e uma imagem a partir de scratch não tem nenhum.</translation>
    </message>
    <message>
        <source>Compile it to a static program and give that.</source>
        <translation>Compile como um programa estático e dê esse.</translation>
    </message>
    <message>
        <source>Neither the end of its name nor its text says it.</source>
        <translation>Nem o fim do nome nem o texto dizem.</translation>
    </message>
    <message>
        <source>Say it with --language, rename it, or give another file. {0}</source>
        <translation>Diga com --language, mude o nome ou dê outro arquivo. {0}</translation>
    </message>
    <message>
        <source>libc.a is missing</source>
        <translation>falta libc.a</translation>
    </message>
    <message>
        <source>catch_unwind catches nothing, and a thread that panics ends the whole program.</source>
        <translation>catch_unwind não pega nada, e uma thread com panic encerra o programa inteiro.</translation>
    </message>
    <message>
        <source>The file {0} of the built-in compiler cannot be used.</source>
        <translation>O arquivo {0} do compilador embutido não pode ser usado.</translation>
    </message>
    <message>
        <source>It is damaged: its SHA-256 is not the one in SHA256SUMS.</source>
        <translation>Está danificado: o SHA-256 não é o de SHA256SUMS.</translation>
    </message>
    <message>
        <source>The folder {0} cannot be written: {1}.</source>
        <translation>A pasta {0} não aceita escrita: {1}.</translation>
    </message>
    <message>
        <source>It is not listed in SHA256SUMS.</source>
        <translation>Não está na lista de SHA256SUMS.</translation>
    </message>
    <message>
        <source>{0} needs C&apos;s library or headers.</source>
        <translation>{0} precisa da biblioteca ou dos cabeçalhos de C.</translation>
    </message>
    <message>
        <source>zig takes one file, which names the others with @import.</source>
        <translation>zig aceita um arquivo, que diz os outros com @import.</translation>
    </message>
    <message>
        <source>{0} is Zig, and zig compiles only files that end in .zig.</source>
        <translation>{0} é Zig, e zig só compila arquivos que terminam em .zig.</translation>
    </message>
    <message>
        <source>Zig has no language standard {0}.</source>
        <translation>Zig não tem o padrão de linguagem {0}.</translation>
    </message>
    <message>
        <source>With symbols a Zig program holds the path of its folder, so that it differs from computer to computer.</source>
        <translation>Com símbolos, um programa em Zig tem o caminho da pasta dele, e difere de computador para computador.</translation>
    </message>
    <message>
        <source>Zig programs are compiled here without a C library.</source>
        <translation>Programas em Zig são compilados aqui sem biblioteca C.</translation>
    </message>
    <message>
        <source>Use Zig&apos;s own library, or write that part as a C program.</source>
        <translation>Use a biblioteca do próprio Zig, ou escreva essa parte como um programa em C.</translation>
    </message>
    <message>
        <source>Give the file with the main function alone.</source>
        <translation>Dê só o arquivo com a função main.</translation>
    </message>
    <message>
        <source>Rename it to {0}.zig.</source>
        <translation>Mude o nome para {0}.zig.</translation>
    </message>
    <message>
        <source>The folder {0} holds more than {1} files.</source>
        <translation>A pasta {0} tem mais de {1} arquivos.</translation>
    </message>
    <message>
        <source>A folder is taken for the sources of one program.</source>
        <translation>Uma pasta é tomada pelo código de um programa.</translation>
    </message>
    <message>
        <source>Give the folder with the program&apos;s sources, or the files themselves.</source>
        <translation>Dê a pasta com o código do programa, ou os próprios arquivos.</translation>
    </message>
    <message>
        <source>The folder {0} cannot be read: {1}.</source>
        <translation>A pasta {0} não pode ser lida: {1}.</translation>
    </message>
    <message>
        <source>Compile it with -static, or give Scratchpress the source: the built-in compiler always makes static programs.</source>
        <translation>Compile com -static, ou dê o código ao Scratchpress: o compilador embutido sempre faz programas estáticos.</translation>
    </message>
    <message>
        <source>Give Scratchpress the program&apos;s source, or a static program made for Linux.</source>
        <translation>Dê ao Scratchpress o código do programa, ou um programa estático feito para Linux.</translation>
    </message>
    <message>
        <source>Copy or compile it again, then give the new file.</source>
        <translation>Copie ou compile de novo, e dê o novo arquivo.</translation>
    </message>
    <message>
        <source>an empty file</source>
        <translation>um arquivo vazio</translation>
    </message>
    <message>
        <source>a script</source>
        <translation>um script</translation>
    </message>
    <message>
        <source>a text</source>
        <translation>um texto</translation>
    </message>
    <message>
        <source>{0} is incomplete: a part of the file is missing.</source>
        <translation>{0} está incompleto: falta uma parte do arquivo.</translation>
    </message>
    <message>
        <source>{0} is {1}, not a Linux program.</source>
        <translation>{0} é {1}, não um programa de Linux.</translation>
    </message>
    <message>
        <source>{0} is a 32-bit program.</source>
        <translation>{0} é um programa de 32 bits.</translation>
    </message>
    <message>
        <source>{0} is made for a processor of another kind (big-endian).</source>
        <translation>{0} é feito para um processador de outro tipo (big-endian).</translation>
    </message>
    <message>
        <source>This happens when copying, downloading or compiling was interrupted.</source>
        <translation>Isso acontece quando copiar, baixar ou compilar foi interrompido.</translation>
    </message>
    <message>
        <source>{0} program headers of {1} bytes</source>
        <translation>{0} cabeçalhos de programa de {1} bytes</translation>
    </message>
    <message>
        <source>section headers of {0} bytes</source>
        <translation>cabeçalhos de seção de {0} bytes</translation>
    </message>
    <message>
        <source>the dynamic section does not end</source>
        <translation>a seção dinâmica não termina</translation>
    </message>
    <message>
        <source>{0} is not static: it needs libraries.</source>
        <translation>{0} não é estático: precisa de bibliotecas.</translation>
    </message>
    <message>
        <source>{0} is not static: it needs a loader.</source>
        <translation>{0} não é estático: precisa de um carregador.</translation>
    </message>
    <message>
        <source>{0} cannot start: the file does not hold its first instruction.</source>
        <translation>{0} não pode iniciar: o arquivo não tem a primeira instrução.</translation>
    </message>
    <message>
        <source>{0} is an object file, one part of a program that is not linked yet.</source>
        <translation>{0} é um arquivo objeto, uma parte de um programa ainda não ligado.</translation>
    </message>
    <message>
        <source>{0} is the memory dump of a crashed program, not a program.</source>
        <translation>{0} é a memória de um programa que travou, não um programa.</translation>
    </message>
    <message>
        <source>{0} is a shared library, not a program.</source>
        <translation>{0} é uma biblioteca compartilhada, não um programa.</translation>
    </message>
    <message>
        <source>{0} is not a program: its header names no kind that Linux can start.</source>
        <translation>{0} não é um programa: o cabeçalho não diz nenhum tipo que o Linux inicie.</translation>
    </message>
    <message>
        <source>{0} is made for a processor that Scratchpress makes no images for.</source>
        <translation>{0} é feito para um processador para o qual o Scratchpress não faz imagens.</translation>
    </message>
    <message>
        <source>{0} is made for {1}, but the image is for {2}.</source>
        <translation>{0} é feito para {1}, mas a imagem é para {2}.</translation>
    </message>
    <message>
        <source>another system than Linux</source>
        <translation>outro sistema que não Linux</translation>
    </message>
    <message>
        <source>{0} is made for {1}.</source>
        <translation>{0} é feito para {1}.</translation>
    </message>
    <message>
        <source>An image can only start a program in Linux&apos;s own format (ELF).</source>
        <translation>Uma imagem só inicia programas no formato do próprio Linux (ELF).</translation>
    </message>
    <message>
        <source>Scratchpress makes images for 64-bit processors.</source>
        <translation>Scratchpress faz imagens para processadores de 64 bits.</translation>
    </message>
    <message>
        <source>Scratchpress makes images for linux/amd64 and linux/arm64.</source>
        <translation>Scratchpress faz imagens para linux/amd64 e linux/arm64.</translation>
    </message>
    <message>
        <source>{0} is damaged: it begins like a Linux program, but what follows makes no sense.</source>
        <translation>{0} está danificado: começa como um programa de Linux, mas o que segue não faz sentido.</translation>
    </message>
    <message>
        <source>{0} needs {1} at run time, and an empty image has no libraries.</source>
        <translation>{0} precisa de {1} ao executar, e uma imagem vazia não tem bibliotecas.</translation>
    </message>
    <message>
        <source>{0} asks the system for a dynamic loader before it starts, and an empty image has none.</source>
        <translation>{0} pede ao sistema um carregador dinâmico antes de iniciar, e uma imagem vazia não tem nenhum.</translation>
    </message>
    <message>
        <source>It is damaged, or it holds only another program&apos;s debug information.</source>
        <translation>Está danificado, ou só tem as informações de depuração de outro programa.</translation>
    </message>
    <message>
        <source>Link it with -static into a program, or give Scratchpress the source.</source>
        <translation>Ligue com -static em um programa, ou dê o código ao Scratchpress.</translation>
    </message>
    <message>
        <source>Give the program itself, or its source.</source>
        <translation>Dê o próprio programa, ou o código dele.</translation>
    </message>
    <message>
        <source>Other programs load it; it cannot start by itself.</source>
        <translation>Outros programas a carregam; sozinha não inicia.</translation>
    </message>
    <message>
        <source>Images are made for {0}.</source>
        <translation>As imagens são feitas para {0}.</translation>
    </message>
    <message>
        <source>A program runs only on the kind of processor it was compiled for.</source>
        <translation>Um programa só executa no tipo de processador para o qual foi compilado.</translation>
    </message>
    <message>
        <source>Choose the platform {0}, or compile the program for {1}.</source>
        <translation>Escolha a plataforma {0}, ou compile o programa para {1}.</translation>
    </message>
    <message>
        <source>An image for Linux can only start programs made for Linux.</source>
        <translation>Uma imagem para Linux só inicia programas feitos para Linux.</translation>
    </message>
    <message>
        <source>Build or choose it again.</source>
        <translation>Construa ou escolha de novo.</translation>
    </message>
    <message>
        <source>a segment is larger in the file than in memory</source>
        <translation>um segmento é maior no arquivo do que na memória</translation>
    </message>
    <message>
        <source>a library without a name</source>
        <translation>uma biblioteca sem nome</translation>
    </message>
    <message>
        <source>{0} of {1}</source>
        <translation>{0} de {1}</translation>
    </message>
    <message>
        <source>{0} is not there for {1}.</source>
        <translation>{0} não existe para {1}.</translation>
    </message>
    <message>
        <source>time zones</source>
        <translation>fusos horários</translation>
    </message>
    <message>
        <source>user {0}</source>
        <translation>usuário {0}</translation>
    </message>
    <message>
        <source>no package manager</source>
        <translation>sem gerenciador de pacotes</translation>
    </message>
    <message>
        <source>packages of {0}</source>
        <translation>pacotes de {0}</translation>
    </message>
    <message>
        <source>{0} is for Windows containers, and images made here are for Linux.</source>
        <translation>{0} é para contêineres de Windows, e as imagens feitas aqui são para Linux.</translation>
    </message>
    <message>
        <source>shell {0}</source>
        <translation>shell {0}</translation>
    </message>
    <message>
        <source>no shell</source>
        <translation>sem shell</translation>
    </message>
    <message>
        <source>has {0}</source>
        <translation>tem {0}</translation>
    </message>
    <message>
        <source>nothing else that programs look for</source>
        <translation>nada mais que programas procurem</translation>
    </message>
    <message>
        <source>Choose an image for Linux, such as alpine or scratch.</source>
        <translation>Escolha uma imagem para Linux, como alpine ou scratch.</translation>
    </message>
    <message>
        <source>It is for {0}.</source>
        <translation>É para {0}.</translation>
    </message>
    <message>
        <source>Choose another image to start from, or {0} as the platform.</source>
        <translation>Escolha outra imagem de partida, ou {0} como plataforma.</translation>
    </message>
    <message>
        <source>Choose another image to start from, or another platform.</source>
        <translation>Escolha outra imagem de partida, ou outra plataforma.</translation>
    </message>
    <message>
        <source>Scratchpress made a mistake of its own.</source>
        <translation>Scratchpress cometeu um erro próprio.</translation>
    </message>
    <message>
        <source>Your files are unchanged.</source>
        <translation>Seus arquivos não mudaram.</translation>
    </message>
    <message>
        <source>Try again. If it happens again, report it with the details.</source>
        <translation>Tente de novo. Se acontecer outra vez, relate com os detalhes.</translation>
    </message>
    <message>
        <source>included from here</source>
        <translation>incluído daqui</translation>
    </message>
    <message>
        <source>required from here</source>
        <translation>pedido daqui</translation>
    </message>
    <message>
        <source>The program&apos;s output cannot be kept in {0}: {1}.</source>
        <translation>A saída do programa não pode ser guardada em {0}: {1}.</translation>
    </message>
    <message>
        <source>Free some disk space and run again.</source>
        <translation>Libere espaço no disco e execute de novo.</translation>
    </message>
    <message>
        <source>{0} cannot be written: {1}.</source>
        <translation>{0} não pode ser escrito: {1}.</translation>
    </message>
    <message>
        <source>Choose another folder, or free some disk space.</source>
        <translation>Escolha outra pasta, ou libere espaço no disco.</translation>
    </message>
    <message>
        <source>What the program will miss in its image depends on what the image starts from, and is told when the image is built.</source>
        <translation>O que vai faltar ao programa na imagem depende de onde ela começa, e é dito quando a imagem é construída.</translation>
    </message>
    <message>
        <source>as an image file</source>
        <translation>em um arquivo</translation>
    </message>
    <message>
        <source>in {0}</source>
        <translation>em {0}</translation>
    </message>
    <message>
        <source>already in {0}</source>
        <translation>já em {0}</translation>
    </message>
    <message>
        <source>{0} platforms</source>
        <translation>{0} plataformas</translation>
    </message>
    <message>
        <source>no libraries needed</source>
        <translation>sem bibliotecas</translation>
    </message>
    <message>
        <source>1 warning</source>
        <translation>1 aviso</translation>
    </message>
    <message>
        <source>{0} warnings</source>
        <translation>{0} avisos</translation>
    </message>
    <message>
        <source>An engine builds a Dockerfile for one platform at a time.</source>
        <translation>Um motor constrói um Dockerfile para uma plataforma por vez.</translation>
    </message>
    <message>
        <source>{0} is a program that is ready, for one platform.</source>
        <translation>{0} é um programa pronto, para uma plataforma.</translation>
    </message>
    <message>
        <source>The recipe asks for several platforms and for the dockerfile builder.</source>
        <translation>A receita pede várias plataformas e a construção pelo Dockerfile.</translation>
    </message>
    <message>
        <source>Choose the archive builder, which makes one image of all, or one platform.</source>
        <translation>Escolha a construção por arquivo, que faz uma imagem de todas, ou uma só plataforma.</translation>
    </message>
    <message>
        <source>The recipe asks for several platforms.</source>
        <translation>A receita pede várias plataformas.</translation>
    </message>
    <message>
        <source>Choose the program&apos;s own platform, or give its source.</source>
        <translation>Escolha a plataforma do próprio programa, ou dê o código dele.</translation>
    </message>
    <message>
        <source>Port {0} opens on {1}, for that computer alone. To reach it from here: ssh -L {2}:localhost:{3} {4}</source>
        <translation>A porta {0} abre em {1}, só para aquele computador. Para alcançá-la daqui: ssh -L {2}:localhost:{3} {4}</translation>
    </message>
    <message>
        <source>The program is to see it while it runs.</source>
        <translation>O programa deve vê-la enquanto executa.</translation>
    </message>
    <message>
        <source>Make it, or name another one.</source>
        <translation>Crie-a, ou diga outra.</translation>
    </message>
    <message>
        <source>a number and a unit: 500 kB, 1 MB, 1.5 MiB</source>
        <translation>um número e uma unidade: 500 kB, 1 MB, 1.5 MiB</translation>
    </message>
    <message>
        <source>a number and a unit: 500ms, 30s, 2m, 1h; or none</source>
        <translation>um número e uma unidade: 500ms, 30s, 2m, 1h; ou none</translation>
    </message>
    <message>
        <source>text without NUL characters</source>
        <translation>texto sem caracteres NUL</translation>
    </message>
    <message>
        <source>a name without = and NUL characters</source>
        <translation>um nome sem = nem caracteres NUL</translation>
    </message>
    <message>
        <source>a file, = and its place: config.json=/etc/app/config.json:0644</source>
        <translation>um arquivo, = e o lugar dele: config.json=/etc/app/config.json:0644</translation>
    </message>
    <message>
        <source>scratch, or an image to start from, as docker pull takes it: alpine, busybox:1.36, gcr.io/distroless/static, name@sha256:...</source>
        <translation>scratch, ou uma imagem de partida, como docker pull aceita: alpine, busybox:1.36, gcr.io/distroless/static, name@sha256:...</translation>
    </message>
    <message>
        <source>a time zone: Europe/Lisbon</source>
        <translation>um fuso horário: Europe/Lisbon</translation>
    </message>
    <message>
        <source>a label&apos;s name: org.opencontainers.image.source</source>
        <translation>o nome de um rótulo: org.opencontainers.image.source</translation>
    </message>
    <message>
        <source>one line of text</source>
        <translation>uma linha de texto</translation>
    </message>
    <message>
        <source>a language standard as -std= takes it: c17, c++20; for Rust its edition: rust2021, rust2024</source>
        <translation>um padrão da linguagem como -std= aceita: c17, c++20; em Rust a edição: rust2021, rust2024</translation>
    </message>
    <message>
        <source>one platform or both, in a list</source>
        <translation>uma plataforma ou ambas, em uma lista</translation>
    </message>
    <message>
        <source>a file or folder, beside the recipe or with its whole path</source>
        <translation>um arquivo ou pasta, ao lado da receita ou com o caminho inteiro</translation>
    </message>
    <message>
        <source>a whole path in the image: /etc/app/config.json</source>
        <translation>um caminho inteiro na imagem: /etc/app/config.json</translation>
    </message>
    <message>
        <source>permissions in octal digits: 0644, 0755, 0600</source>
        <translation>permissões em dígitos octais: 0644, 0755, 0600</translation>
    </message>
    <message>
        <source>a name as Docker writes it: hello, hello:1.0, ghcr.io/me/hello:1.0</source>
        <translation>um nome como o Docker escreve: hello, hello:1.0, ghcr.io/me/hello:1.0</translation>
    </message>
    <message>
        <source>true to ask the registry for a newer base each time, or false</source>
        <translation>true para pedir ao registro uma base mais nova a cada vez, ou false</translation>
    </message>
    <message>
        <source>time zones to keep: Europe/Lisbon; none for all of them</source>
        <translation>fusos horários a manter: Europe/Lisbon; nenhum para todos</translation>
    </message>
    <message>
        <source>a list of at least one file</source>
        <translation>uma lista de pelo menos um arquivo</translation>
    </message>
    <message>
        <source>a folder, = and its place: data=/data, or data=/data:rw to write in it</source>
        <translation>uma pasta, = e o lugar dela: data=/data, ou data=/data:rw para escrever nela</translation>
    </message>
    <message>
        <source>a whole path as the program sees it: /data</source>
        <translation>um caminho inteiro como o programa vê: /data</translation>
    </message>
    <message>
        <source>a folder, beside the recipe or with its whole path</source>
        <translation>uma pasta, ao lado da receita ou com o caminho inteiro</translation>
    </message>
    <message>
        <source>where the program starts, a whole path as it sees it: /data</source>
        <translation>onde o programa começa, um caminho inteiro como ele vê: /data</translation>
    </message>
    <message>
        <source>text that the program reads from its standard input, then its end</source>
        <translation>texto que o programa lê da entrada padrão, e então o fim</translation>
    </message>
    <message>
        <source>a number from 1 on, threads among them</source>
        <translation>um número de 1 em diante, contando threads</translation>
    </message>
    <message>
        <source>processors: 0.5, 2; or left out</source>
        <translation>processadores: 0.5, 2; ou nada</translation>
    </message>
    <message>
        <source>a right of root as Linux names it: NET_RAW, SYS_PTRACE, ALL</source>
        <translation>um direito de root como o Linux chama: NET_RAW, SYS_PTRACE, ALL</translation>
    </message>
    <message>
        <source>root, or numbers of a user and a group: 1000:1000</source>
        <translation>root, ou os números de um usuário e um grupo: 1000:1000</translation>
    </message>
    <message>
        <source>a number from 16 to 1,000,000</source>
        <translation>um número de 16 a 1.000.000</translation>
    </message>
    <message>
        <source>a container runtime that the engine has: runsc</source>
        <translation>um runtime de contêineres que o motor tem: runsc</translation>
    </message>
    <message>
        <source>a port here and one of the program: 8080:80, 0.0.0.0:8080:80, 5353:53/udp</source>
        <translation>uma porta daqui e uma do programa: 8080:80, 0.0.0.0:8080:80, 5353:53/udp</translation>
    </message>
    <message>
        <source>What you had chosen could not be read, so the defaults are taken.</source>
        <translation>O que você tinha escolhido não pôde ser lido, e vale o padrão.</translation>
    </message>
    <message>
        <source>The file with it is kept as {0}.</source>
        <translation>O arquivo foi guardado como {0}.</translation>
    </message>
    <message>
        <source>Choose again; the file is not needed any more.</source>
        <translation>Escolha de novo; o arquivo não é mais necessário.</translation>
    </message>
    <message>
        <source>What you chose could not be kept for the next start.</source>
        <translation>O que você escolheu não pôde ser guardado para a próxima vez.</translation>
    </message>
    <message>
        <source>The folder {0} cannot be written.</source>
        <translation>Não se pode escrever na pasta {0}.</translation>
    </message>
    <message>
        <source>It holds for as long as this window is open.</source>
        <translation>Vale enquanto esta janela estiver aberta.</translation>
    </message>
    <message>
        <source>The sizes and times of earlier builds could not be read, so they begin anew.</source>
        <translation>Os tamanhos e tempos das construções anteriores não puderam ser lidos, e recomeçam do zero.</translation>
    </message>
    <message>
        <source>The file with them is kept as {0}.</source>
        <translation>O arquivo com eles foi guardado como {0}.</translation>
    </message>
    <message>
        <source>Nothing has to be done; the file is not needed any more.</source>
        <translation>Não é preciso fazer nada; o arquivo não é mais necessário.</translation>
    </message>
    <message>
        <source>The program is ready: there is nothing to compile smaller.</source>
        <translation>O programa está pronto: não há nada a compilar menor.</translation>
    </message>
    <message>
        <source>It prints something else, or ends in another way.</source>
        <translation>Imprime outra coisa, ou termina de outro modo.</translation>
    </message>
    <message>
        <source>Give its source.</source>
        <translation>Dê o código dele.</translation>
    </message>
    <message>
        <source>The program does not end by itself, so what the others print cannot be compared.</source>
        <translation>O programa não termina sozinho, e não dá para comparar o que os outros imprimem.</translation>
    </message>
    <message>
        <source>Programs cannot be compared here. {0}</source>
        <translation>Não dá para comparar programas aqui. {0}</translation>
    </message>
    <message>
        <source>The program is for {0}, and {1} runs {2}.</source>
        <translation>O programa é para {0}, e {1} executa {2}.</translation>
    </message>
    <message>
        <source>The program prints something else each time, so what the others print cannot be compared.</source>
        <translation>O programa imprime algo diferente a cada vez, e não dá para comparar o que os outros imprimem.</translation>
    </message>
    <message>
        <source>What the program printed cannot be read: {0}.</source>
        <translation>O que o programa imprimiu não pode ser lido: {0}.</translation>
    </message>
    <message>
        <source>Free some disk space and try again.</source>
        <translation>Libere espaço no disco e tente de novo.</translation>
    </message>
    <message>
        <source>It cannot be run. {0}</source>
        <translation>Não pode ser executado. {0}</translation>
    </message>
    <message>
        <source>debug information</source>
        <translation>informações de depuração</translation>
    </message>
    <message>
        <source>Go&apos;s tables</source>
        <translation>tabelas do Go</translation>
    </message>
    <message>
        <source>This is the program for {0}.</source>
        <translation>Este é o programa para {0}.</translation>
    </message>
    <message>
        <source>a program alone needs no engine</source>
        <translation>um programa sozinho não precisa de motor</translation>
    </message>
    <message>
        <source>The program could not be compiled once more with its symbols, so only its sections can be told. {0}</source>
        <translation>O programa não pôde ser compilado mais uma vez com os símbolos, e só as seções podem ser ditas. {0}</translation>
    </message>
    <message>
        <source>Only its sections can be told: Zig makes another program when it keeps symbols. Without removing symbols, that one is told by function.</source>
        <translation>Só as seções podem ser ditas: o Zig faz outro programa quando mantém os símbolos. Sem remover símbolos, esse é dito por função.</translation>
    </message>
    <message>
        <source>No symbols of the program are known, so only its sections can be told.</source>
        <translation>Não se conhecem símbolos do programa, e só as seções podem ser ditas.</translation>
    </message>
    <message>
        <source>Zig&apos;s library</source>
        <translation>biblioteca do Zig</translation>
    </message>
    <message>
        <source>The program cannot be read: {0}.</source>
        <translation>O programa não pode ser lido: {0}.</translation>
    </message>
    <message>
        <source>No temporary folder can be written on this computer.</source>
        <translation>Nenhuma pasta temporária deste computador aceita escrita.</translation>
    </message>
    <message>
        <source>The temporary folder {0} cannot be written: {1}.</source>
        <translation>Não se pode escrever na pasta temporária {0}: {1}.</translation>
    </message>
    <message>
        <source>Free some disk space, or set TMPDIR to a folder you may write to.</source>
        <translation>Libere espaço no disco, ou aponte TMPDIR para uma pasta em que possa escrever.</translation>
    </message>
    <message>
        <source>{0} did not give the login for {1}.</source>
        <translation>{0} não deu o login de {1}.</translation>
    </message>
    <message>
        <source>The login for {0} in Docker&apos;s settings cannot be read.</source>
        <translation>O login de {0} nas configurações do Docker não pode ser lido.</translation>
    </message>
    <message>
        <source>{0} is not on this computer.</source>
        <translation>{0} não está neste computador.</translation>
    </message>
    <message>
        <source>Docker&apos;s settings say that it keeps it.</source>
        <translation>As configurações do Docker dizem que ele o guarda.</translation>
    </message>
    <message>
        <source>Log in again: {0}</source>
        <translation>Entre de novo: {0}</translation>
    </message>
    <message>
        <source>Docker&apos;s settings file {0} cannot be read.</source>
        <translation>O arquivo de configurações do Docker, {0}, não pode ser lido.</translation>
    </message>
    <message>
        <source>Docker&apos;s settings say that it keeps the login for {0}.</source>
        <translation>As configurações do Docker dizem que ele guarda o login de {0}.</translation>
    </message>
    <message>
        <source>Install it, or remove it from {0} and log in again.</source>
        <translation>Instale-o, ou remova-o de {0} e entre de novo.</translation>
    </message>
    <message>
        <source>{0} cannot be started: {1}.</source>
        <translation>{0} não pode ser iniciado: {1}.</translation>
    </message>
    <message>
        <source>It holds the logins for registries.</source>
        <translation>Ele guarda os logins dos registros.</translation>
    </message>
    <message>
        <source>Repair or remove the file, then log in again with docker login.</source>
        <translation>Conserte ou remova o arquivo, e entre de novo com docker login.</translation>
    </message>
    <message>
        <source>Install it again, or log in again with docker login.</source>
        <translation>Instale de novo, ou entre de novo com docker login.</translation>
    </message>
    <message>
        <source>{0} does not answer.</source>
        <translation>{0} não responde.</translation>
    </message>
    <message>
        <source>It keeps the login, and may wait for a key ring to be opened.</source>
        <translation>Ele guarda o login, e talvez espere que um chaveiro seja aberto.</translation>
    </message>
    <message>
        <source>Open the key ring, then try again.</source>
        <translation>Abra o chaveiro, e tente de novo.</translation>
    </message>
    <message>
        <source>is a link, and a folder for an image holds none</source>
        <translation>é um link, e uma pasta para uma imagem não tem links</translation>
    </message>
    <message>
        <source>is neither a file nor a folder</source>
        <translation>não é arquivo nem pasta</translation>
    </message>
    <message>
        <source>is in /{0}, where engines put their own</source>
        <translation>está em /{0}, onde os motores põem o que é deles</translation>
    </message>
    <message>
        <source>has an empty part</source>
        <translation>tem uma parte vazia</translation>
    </message>
    <message>
        <source>has {0} in it</source>
        <translation>tem {0} nele</translation>
    </message>
    <message>
        <source>has a name with {0}, which removes files from images</source>
        <translation>tem um nome com {0}, que remove arquivos das imagens</translation>
    </message>
    <message>
        <source>has a name of more than {0} bytes</source>
        <translation>tem um nome de mais de {0} bytes</translation>
    </message>
    <message>
        <source>has a name that is not text in UTF-8</source>
        <translation>tem um nome que não é texto em UTF-8</translation>
    </message>
    <message>
        <source>The extras bring files of their own: /etc/passwd and /etc/group come with the user, {0} with the certificates, and {1} with the time zones.</source>
        <translation>Os extras trazem arquivos próprios: /etc/passwd e /etc/group vêm com o usuário, {0} com os certificados, e {1} com os fusos horários.</translation>
    </message>
    <message>
        <source>Give one of them another place.</source>
        <translation>Dê outro lugar a um deles.</translation>
    </message>
    <message>
        <source>Leave it out of the folder, or put the file it stands for in its place.</source>
        <translation>Deixe fora da pasta, ou ponha no lugar o arquivo que ele representa.</translation>
    </message>
    <message>
        <source>A part of Scratchpress is missing: the certificates and time zones for images.</source>
        <translation>Falta uma parte do Scratchpress: os certificados e fusos horários para imagens.</translation>
    </message>
    <message>
        <source>Use {0}.</source>
        <translation>Use {0}.</translation>
    </message>
    <message>
        <source>Give a whole path in the image, for example /etc/app/config.json.</source>
        <translation>Dê um caminho inteiro na imagem, por exemplo /etc/app/config.json.</translation>
    </message>
    <message>
        <source>Install Scratchpress again.</source>
        <translation>Instale o Scratchpress de novo.</translation>
    </message>
    <message>
        <source>Correct its path, which starts from the recipe&apos;s folder, or check that you may read it.</source>
        <translation>Corrija o caminho, que começa na pasta da receita, ou veja se você pode lê-lo.</translation>
    </message>
    <message>
        <source>It is {0} too large.</source>
        <translation>Passa {0} do limite.</translation>
    </message>
    <message>
        <source>Optimise for small size, remove symbols (strip), include fewer libraries, or raise max-size in the recipe.</source>
        <translation>Otimize para tamanho pequeno, remova símbolos (strip), inclua menos bibliotecas, ou aumente max-size na receita.</translation>
    </message>
    <message>
        <source>in {0} a . _ or - is first, last or beside another</source>
        <translation>em {0} um . _ ou - vem no começo, no fim ou ao lado de outro</translation>
    </message>
    <message>
        <source>after its @ comes no digest, sha256: and 64 digits from 0 to f</source>
        <translation>depois do @ não vem um digest, sha256: e 64 dígitos de 0 a f</translation>
    </message>
    <message>
        <source>it is empty</source>
        <translation>está vazio</translation>
    </message>
    <message>
        <source>it begins with {0}, like a web address</source>
        <translation>começa com {0}, como um endereço da web</translation>
    </message>
    <message>
        <source>it has an @; a digest cannot be chosen, the image&apos;s content decides it</source>
        <translation>tem um @; um digest não se escolhe, o conteúdo da imagem o decide</translation>
    </message>
    <message>
        <source>{0} is no registry&apos;s address</source>
        <translation>{0} não é o endereço de um registro</translation>
    </message>
    <message>
        <source>it is longer than {0} characters</source>
        <translation>é mais longo que {0} caracteres</translation>
    </message>
    <message>
        <source>a part of it is empty</source>
        <translation>uma parte está vazia</translation>
    </message>
    <message>
        <source>{0} has capital letters</source>
        <translation>{0} tem letras maiúsculas</translation>
    </message>
    <message>
        <source>{0} has a space</source>
        <translation>{0} tem um espaço</translation>
    </message>
    <message>
        <source>nothing follows the colon</source>
        <translation>nada vem depois dos dois-pontos</translation>
    </message>
    <message>
        <source>the tag {0} has more than letters, digits and . _ - in it</source>
        <translation>a tag {0} tem mais que letras, dígitos e . _ -</translation>
    </message>
    <message>
        <source>its tag is longer than {0} characters</source>
        <translation>a tag é mais longa que {0} caracteres</translation>
    </message>
    <message>
        <source>The image name {0} is not valid: {1}.</source>
        <translation>O nome de imagem {0} não é válido: {1}.</translation>
    </message>
    <message>
        <source>{0} looks like a digest</source>
        <translation>{0} parece um digest</translation>
    </message>
    <message>
        <source>{0} has {1} in it</source>
        <translation>{0} tem {1}</translation>
    </message>
    <message>
        <source>The image&apos;s tag {0} is too long for two platforms.</source>
        <translation>A tag {0} da imagem é longa demais para duas plataformas.</translation>
    </message>
    <message>
        <source>It is scratch, for nothing, or an image&apos;s name, with tag or digest.</source>
        <translation>É scratch, para nada, ou o nome de uma imagem, com tag ou digest.</translation>
    </message>
    <message>
        <source>Use for example scratch, alpine, busybox:1.36 or gcr.io/distroless/static.</source>
        <translation>Use por exemplo scratch, alpine, busybox:1.36 ou gcr.io/distroless/static.</translation>
    </message>
    <message>
        <source>A name has small letters, digits, and single . _ or - between them; a tag follows after a colon.</source>
        <translation>Um nome tem letras minúsculas, dígitos, e um só . _ ou - entre eles; uma tag vem depois de dois-pontos.</translation>
    </message>
    <message>
        <source>Use {0} instead.</source>
        <translation>Use {0} no lugar.</translation>
    </message>
    <message>
        <source>Each platform is also called on its own, as in {0}…-{1}, and a tag has at most {2} characters.</source>
        <translation>Cada plataforma também tem nome próprio, como em {0}…-{1}, e uma tag tem no máximo {2} caracteres.</translation>
    </message>
    <message>
        <source>Choose a shorter tag, or one platform.</source>
        <translation>Escolha uma tag mais curta, ou uma só plataforma.</translation>
    </message>
    <message>
        <source>What answers at {0} is no Docker engine.</source>
        <translation>O que responde em {0} não é um motor Docker.</translation>
    </message>
    <message>
        <source>The engine at {0} is too old.</source>
        <translation>O motor em {0} é antigo demais.</translation>
    </message>
    <message>
        <source>It does not say which version of Docker&apos;s API it speaks.</source>
        <translation>Ele não diz que versão da API do Docker fala.</translation>
    </message>
    <message>
        <source>Check the address, or choose another engine.</source>
        <translation>Verifique o endereço, ou escolha outro motor.</translation>
    </message>
    <message>
        <source>It is version {0} and speaks Docker API {1}; Scratchpress needs API {2} or newer: Docker 20.10, Podman 4.</source>
        <translation>É a versão {0} e fala a API {1} do Docker; Scratchpress precisa da API {2} ou mais nova: Docker 20.10, Podman 4.</translation>
    </message>
    <message>
        <source>Update the engine, or choose another one.</source>
        <translation>Atualize o motor, ou escolha outro.</translation>
    </message>
    <message>
        <source>The Docker context “{0}” and the built-in engine exclude each other.</source>
        <translation>O contexto “{0}” do Docker e o motor embutido se excluem.</translation>
    </message>
    <message>
        <source>no answer in time</source>
        <translation>nenhuma resposta a tempo</translation>
    </message>
    <message>
        <source>Leave one of the two out.</source>
        <translation>Deixe um dos dois de fora.</translation>
    </message>
    <message>
        <source>There is no Docker context named “{0}”.</source>
        <translation>Não existe um contexto do Docker chamado “{0}”.</translation>
    </message>
    <message>
        <source>DOCKER_HOST is set to “{0}”, which is no address of an engine.</source>
        <translation>DOCKER_HOST está definida como “{0}”, que não é o endereço de um motor.</translation>
    </message>
    <message>
        <source>Known contexts: {0}.</source>
        <translation>Contextos conhecidos: {0}.</translation>
    </message>
    <message>
        <source>Choose one of these, or make it with docker context create.</source>
        <translation>Escolha um destes, ou crie com docker context create.</translation>
    </message>
    <message>
        <source>{0} is not a JSON object</source>
        <translation>{0} não é um objeto JSON</translation>
    </message>
    <message>
        <source>An address looks like unix:///var/run/docker.sock or tcp://name:2375.</source>
        <translation>Um endereço é como unix:///var/run/docker.sock ou tcp://name:2375.</translation>
    </message>
    <message>
        <source>Correct DOCKER_HOST, or unset it to use the current Docker context.</source>
        <translation>Corrija DOCKER_HOST, ou remova-a para usar o contexto atual do Docker.</translation>
    </message>
    <message>
        <source>The Docker context “{0}” cannot be read.</source>
        <translation>O contexto “{0}” do Docker não pode ser lido.</translation>
    </message>
    <message>
        <source>It says which Docker context is in use.</source>
        <translation>Ele diz que contexto do Docker está em uso.</translation>
    </message>
    <message>
        <source>Repair or remove the file, or set DOCKER_CONTEXT.</source>
        <translation>Conserte ou remova o arquivo, ou defina DOCKER_CONTEXT.</translation>
    </message>
    <message>
        <source>Make it again with docker context create, or remove {0}.</source>
        <translation>Crie de novo com docker context create, ou remova {0}.</translation>
    </message>
    <message>
        <source>{0} is newer than this Scratchpress knows. It should work; where it does not, update Scratchpress.</source>
        <translation>{0} é mais novo do que este Scratchpress conhece. Deve funcionar; onde não, atualize o Scratchpress.</translation>
    </message>
    <message>
        <source>No engine answers at {0}.</source>
        <translation>Nenhum motor responde em {0}.</translation>
    </message>
    <message>
        <source>Check the address, and that the engine runs and listens there.</source>
        <translation>Verifique o endereço, e se o motor está ligado e escuta lá.</translation>
    </message>
    <message>
        <source>What answers there is no engine that can be used.</source>
        <translation>O que responde lá não é um motor que possa ser usado.</translation>
    </message>
    <message>
        <source>{0} is installed, but it does not run.</source>
        <translation>{0} está instalado, mas não está ligado.</translation>
    </message>
    <message>
        <source>No engine runs at this address.</source>
        <translation>Nenhum motor está ligado neste endereço.</translation>
    </message>
    <message>
        <source>Join the group {0}, then log out and in again. Its members can become root on this computer.</source>
        <translation>Entre no grupo {0}, depois saia da sessão e entre de novo. Quem é do grupo pode se tornar root neste computador.</translation>
    </message>
    <message>
        <source>There is no computer of that name in reach.</source>
        <translation>Não há um computador com esse nome ao alcance.</translation>
    </message>
    <message>
        <source>It is there, but this account may not use it.</source>
        <translation>Está lá, mas esta conta não pode usá-lo.</translation>
    </message>
    <message>
        <source>Join the group docker-users with this command in a terminal opened as administrator, then sign out and in again.</source>
        <translation>Entre no grupo docker-users com este comando em um terminal aberto como administrador, depois saia da sessão e entre de novo.</translation>
    </message>
    <message>
        <source>It belongs to another account of this computer: start {0} from this one.</source>
        <translation>Pertence a outra conta deste computador: inicie {0} a partir desta.</translation>
    </message>
    <message>
        <source>This one belongs to root. Start one of your own:</source>
        <translation>Este pertence a root. Inicie um seu:</translation>
    </message>
    <message>
        <source>Ask who looks after this computer, or use rootless Docker or Podman.</source>
        <translation>Fale com quem cuida deste computador, ou use Docker sem root (rootless) ou Podman.</translation>
    </message>
    <message>
        <source>This account is in the group {0}, but was not yet when you logged in: log out and in again.</source>
        <translation>Esta conta está no grupo {0}, mas ainda não estava quando você entrou: saia da sessão e entre de novo.</translation>
    </message>
    <message>
        <source>The computer is there, but no engine listens at this port.</source>
        <translation>O computador está lá, mas nenhum motor escuta nesta porta.</translation>
    </message>
    <message>
        <source>Something is there, but it does not answer: it hangs, or is still starting.</source>
        <translation>Há algo lá, mas não responde: travou, ou ainda está iniciando.</translation>
    </message>
    <message>
        <source>{0} is not installed on this computer.</source>
        <translation>{0} não está instalado neste computador.</translation>
    </message>
    <message>
        <source>Wait a moment and look again, or restart {0}.</source>
        <translation>Espere um pouco e procure de novo, ou reinicie {0}.</translation>
    </message>
    <message>
        <source>No answer came in time.</source>
        <translation>Nenhuma resposta veio a tempo.</translation>
    </message>
    <message>
        <source>The engine at {0} runs {1} containers.</source>
        <translation>O motor em {0} executa contêineres {1}.</translation>
    </message>
    <message>
        <source>list its runtimes</source>
        <translation>listar os runtimes</translation>
    </message>
    <message>
        <source>The program cannot get {0}: the engine is on {1}.</source>
        <translation>O programa não pode receber {0}: o motor está em {1}.</translation>
    </message>
    <message>
        <source>Switch Docker to Linux containers and try again.</source>
        <translation>Mude o Docker para contêineres Linux e tente de novo.</translation>
    </message>
    <message>
        <source>list the containers</source>
        <translation>listar os contêineres</translation>
    </message>
    <message>
        <source>remove a container</source>
        <translation>remover um contêiner</translation>
    </message>
    <message>
        <source>A folder can only be given to programs on the same computer.</source>
        <translation>Só programas no mesmo computador podem receber uma pasta.</translation>
    </message>
    <message>
        <source>Run it with an engine on this computer, or put the files into the image.</source>
        <translation>Execute com um motor deste computador, ou ponha os arquivos na imagem.</translation>
    </message>
    <message>
        <source>say its version</source>
        <translation>dizer a versão</translation>
    </message>
    <message>
        <source>Start Docker (or Podman) and try again; the built-in preview needs no engine.</source>
        <translation>Inicie o Docker (ou o Podman) e tente de novo; a prévia embutida não precisa de motor.</translation>
    </message>
    <message>
        <source>The engine refused to {0}.</source>
        <translation>O motor recusou: {0}.</translation>
    </message>
    <message>
        <source>The engine stopped answering in the middle.</source>
        <translation>O motor parou de responder no meio.</translation>
    </message>
    <message>
        <source>The engine at {0} answered something that no Docker engine says.</source>
        <translation>O motor em {0} respondeu algo que nenhum motor Docker diz.</translation>
    </message>
    <message>
        <source>This account may not use the engine at {0}.</source>
        <translation>Esta conta não pode usar o motor em {0}.</translation>
    </message>
    <message>
        <source>The engine has no room left on its disk.</source>
        <translation>O motor não tem mais espaço no disco.</translation>
    </message>
    <message>
        <source>The details hold its exact words. Restarting the engine often helps.</source>
        <translation>Os detalhes trazem as palavras exatas dele. Reiniciar o motor costuma ajudar.</translation>
    </message>
    <message>
        <source>The connection to {0} was lost.</source>
        <translation>A conexão com {0} se perdeu.</translation>
    </message>
    <message>
        <source>Check that it runs, restart it if it does not, and try again.</source>
        <translation>Veja se está ligado, reinicie se não estiver, e tente de novo.</translation>
    </message>
    <message>
        <source>It was asked to {0}.</source>
        <translation>Foi pedido: {0}.</translation>
    </message>
    <message>
        <source>Update it, or what stands between it and this computer; or use another engine.</source>
        <translation>Atualize-o, ou o que está entre ele e este computador; ou use outro motor.</translation>
    </message>
    <message>
        <source>It could not {0}.</source>
        <translation>Não conseguiu: {0}.</translation>
    </message>
    <message>
        <source>Free some room, for example with docker system prune, and try again.</source>
        <translation>Libere espaço, por exemplo com docker system prune, e tente de novo.</translation>
    </message>
    <message>
        <source>Something is there, but it does not answer; it may hang or still be starting.</source>
        <translation>Há algo lá, mas não responde; pode ter travado ou ainda estar iniciando.</translation>
    </message>
    <message>
        <source>No engine is running there.</source>
        <translation>Nenhum motor está ligado lá.</translation>
    </message>
    <message>
        <source>Port {0} is taken on the engine&apos;s computer.</source>
        <translation>A porta {0} está ocupada no computador do motor.</translation>
    </message>
    <message>
        <source>Another program or container listens there.</source>
        <translation>Outro programa ou contêiner escuta nela.</translation>
    </message>
    <message>
        <source>Stop that one, or publish another port: {0}:{1}.</source>
        <translation>Pare esse, ou publique outra porta: {0}:{1}.</translation>
    </message>
    <message>
        <source>The engine may not open port {0}.</source>
        <translation>O motor não pode abrir a porta {0}.</translation>
    </message>
    <message>
        <source>Ports below 1024 belong to root, and this engine runs without its rights.</source>
        <translation>Portas abaixo de 1024 são de root, e este motor executa sem os direitos dele.</translation>
    </message>
    <message>
        <source>Publish a higher port: {0}:{1}.</source>
        <translation>Publique uma porta mais alta: {0}:{1}.</translation>
    </message>
    <message>
        <source>The engine has no runtime called {0}.</source>
        <translation>O motor não tem um runtime chamado {0}.</translation>
    </message>
    <message>
        <source>The recipe or the choice in the window asks for it.</source>
        <translation>A receita ou a escolha na janela pede isso.</translation>
    </message>
    <message>
        <source>Install it for the engine, or leave the choice of the runtime to the engine.</source>
        <translation>Instale-o no motor, ou deixe a escolha do runtime para o motor.</translation>
    </message>
    <message>
        <source>The engine does not see a folder that the program is to get.</source>
        <translation>O motor não vê uma pasta que o programa deve receber.</translation>
    </message>
    <message>
        <source>It is not there, or the engine&apos;s settings do not share it.</source>
        <translation>Ela não existe, ou as configurações do motor não a compartilham.</translation>
    </message>
    <message>
        <source>Check that it exists; in Docker Desktop share it under Settings, Resources.</source>
        <translation>Veja se existe; no Docker Desktop compartilhe em Settings, Resources.</translation>
    </message>
    <message>
        <source>The engine does not know one of the rights that the program is to get.</source>
        <translation>O motor não conhece um dos direitos que o programa deve receber.</translation>
    </message>
    <message>
        <source>They are: {0}.</source>
        <translation>São: {0}.</translation>
    </message>
    <message>
        <source>Write them as Linux names them: NET_RAW, SYS_PTRACE (capabilities(7)).</source>
        <translation>Escreva como o Linux chama: NET_RAW, SYS_PTRACE (capabilities(7)).</translation>
    </message>
    <message>
        <source>The engine has no network for programs.</source>
        <translation>O motor não tem rede para programas.</translation>
    </message>
    <message>
        <source>It was started without its bridge, and ports and networks need that.</source>
        <translation>Foi iniciado sem a ponte de rede, e portas e redes precisam dela.</translation>
    </message>
    <message>
        <source>Run without ports and network, or give the engine its bridge back.</source>
        <translation>Execute sem portas nem rede, ou devolva a ponte ao motor.</translation>
    </message>
    <message>
        <source>The engine has no {0} processors.</source>
        <translation>O motor não tem {0} processadores.</translation>
    </message>
    <message>
        <source>It has {0}.</source>
        <translation>Ele tem {0}.</translation>
    </message>
    <message>
        <source>Allow the program as many as there are, or fewer.</source>
        <translation>Permita ao programa tantos quantos há, ou menos.</translation>
    </message>
    <message>
        <source>The image&apos;s program {0} cannot be started.</source>
        <translation>O programa {0} da imagem não pode ser iniciado.</translation>
    </message>
    <message>
        <source>The engine may not execute the file.</source>
        <translation>O motor não pode executar o arquivo.</translation>
    </message>
    <message>
        <source>Build the image again from its source; a file of your own needs the mode 0755.</source>
        <translation>Construa a imagem de novo a partir do código; um arquivo seu precisa do modo 0755.</translation>
    </message>
    <message>
        <source>create the container</source>
        <translation>criar o contêiner</translation>
    </message>
    <message>
        <source>{0} is built for {1}, and this engine runs {2}.</source>
        <translation>{0} é feita para {1}, e este motor executa {2}.</translation>
    </message>
    <message>
        <source>Its processor is of another kind, and it has no emulator (QEMU by binfmt_misc) for it.</source>
        <translation>O processador dele é de outro tipo, e não tem emulador (QEMU por binfmt_misc) para isso.</translation>
    </message>
    <message>
        <source>Build for {0} or for both platforms, or give the engine an emulator: docker run --privileged --rm tonistiigi/binfmt --install {1}</source>
        <translation>Construa para {0} ou para ambas, ou dê um emulador ao motor: docker run --privileged --rm tonistiigi/binfmt --install {1}</translation>
    </message>
    <message>
        <source>start the program</source>
        <translation>iniciar o programa</translation>
    </message>
    <message>
        <source>stop the program</source>
        <translation>parar o programa</translation>
    </message>
    <message>
        <source>remove the container</source>
        <translation>remover o contêiner</translation>
    </message>
    <message>
        <source>tell how the program ended</source>
        <translation>dizer como o programa terminou</translation>
    </message>
    <message>
        <source>The folder {0} does not exist.</source>
        <translation>A pasta {0} não existe.</translation>
    </message>
    <message>
        <source>The program is to see it at {0}.</source>
        <translation>O programa deve vê-la em {0}.</translation>
    </message>
    <message>
        <source>Start Docker and choose it to run the program. The image itself is complete.</source>
        <translation>Inicie o Docker e escolha-o para executar o programa. A imagem em si está completa.</translation>
    </message>
    <message>
        <source>{0} cannot be built from its Dockerfile without Docker.</source>
        <translation>{0} não pode ser construída do Dockerfile sem Docker.</translation>
    </message>
    <message>
        <source>Built-in preview</source>
        <translation>Prévia embutida</translation>
    </message>
    <message>
        <source>The built-in preview only takes images that Scratchpress packages itself.</source>
        <translation>A prévia embutida só aceita imagens que o próprio Scratchpress empacota.</translation>
    </message>
    <message>
        <source>Choose the archive builder, which makes the same image, or start Docker.</source>
        <translation>Escolha a construção por arquivo, que faz a mesma imagem, ou inicie o Docker.</translation>
    </message>
    <message>
        <source>{0} is built, but its program cannot run here.</source>
        <translation>{0} está construída, mas o programa dela não pode executar aqui.</translation>
    </message>
    <message>
        <source>{0} is built for {1}, but this computer runs {2}.</source>
        <translation>{0} é feita para {1}, mas este computador executa {2}.</translation>
    </message>
    <message>
        <source>Build for {0}, or choose a Docker that can run it.</source>
        <translation>Construa para {0}, ou escolha um Docker que possa executá-la.</translation>
    </message>
    <message>
        <source>There can be no folder at {0}: the image has something else there.</source>
        <translation>Não pode haver uma pasta em {0}: a imagem tem outra coisa lá.</translation>
    </message>
    <message>
        <source>The built-in preview cannot {0}.</source>
        <translation>A prévia embutida não pode {0}.</translation>
    </message>
    <message>
        <source>Started by root, the built-in preview runs programs as account {0}.</source>
        <translation>Iniciada por root, a prévia embutida executa programas como a conta {0}.</translation>
    </message>
    <message>
        <source>Let every account in there (chmod), start this without root, or use Docker.</source>
        <translation>Deixe toda conta entrar lá (chmod), inicie sem root, ou use o Docker.</translation>
    </message>
    <message>
        <source>Choose another place.</source>
        <translation>Escolha outro lugar.</translation>
    </message>
    <message>
        <source>Run it with Docker, or leave that out.</source>
        <translation>Execute com o Docker, ou deixe isso de fora.</translation>
    </message>
    <message>
        <source>A program in it has no network.</source>
        <translation>Um programa nela não tem rede.</translation>
    </message>
    <message>
        <source>give a program a network</source>
        <translation>dar uma rede a um programa</translation>
    </message>
    <message>
        <source>Only an engine can connect it with others.</source>
        <translation>Só um motor pode ligá-lo a outros.</translation>
    </message>
    <message>
        <source>choose the account a program runs as</source>
        <translation>escolher a conta com que um programa executa</translation>
    </message>
    <message>
        <source>It has one, without rights, and no way to any other.</source>
        <translation>Ela tem uma, sem direitos, e não há como ter outra.</translation>
    </message>
    <message>
        <source>give a program rights of root</source>
        <translation>dar a um programa direitos de root</translation>
    </message>
    <message>
        <source>It is made without root, and has none to give.</source>
        <translation>É feita sem root, e não tem direitos a dar.</translation>
    </message>
    <message>
        <source>make the file system writable</source>
        <translation>deixar o programa mudar os arquivos</translation>
    </message>
    <message>
        <source>The image&apos;s files are shown read-only there.</source>
        <translation>Lá os arquivos da imagem são só para leitura.</translation>
    </message>
    <message>
        <source>use the runtime {0}</source>
        <translation>usar o runtime {0}</translation>
    </message>
    <message>
        <source>Runtimes belong to engines.</source>
        <translation>Runtimes são de motores.</translation>
    </message>
    <message>
        <source>limit processors</source>
        <translation>limitar processadores</translation>
    </message>
    <message>
        <source>It limits time, memory and processes.</source>
        <translation>Ela limita tempo, memória e processos.</translation>
    </message>
    <message>
        <source>The image holds no such file.</source>
        <translation>A imagem não tem esse arquivo.</translation>
    </message>
    <message>
        <source>The file is not marked as executable.</source>
        <translation>O arquivo não está marcado como executável.</translation>
    </message>
    <message>
        <source>No program may be started in this computer&apos;s folder for temporary files.</source>
        <translation>Nenhum programa pode iniciar na pasta de arquivos temporários deste computador.</translation>
    </message>
    <message>
        <source>Build the image again from its source.</source>
        <translation>Construa a imagem de novo a partir do código.</translation>
    </message>
    <message>
        <source>The memory limit for the program could not be set.</source>
        <translation>O limite de memória do programa não pôde ser definido.</translation>
    </message>
    <message>
        <source>The file is not a program for Linux.</source>
        <translation>O arquivo não é um programa para Linux.</translation>
    </message>
    <message>
        <source>Its file system is mounted with noexec.</source>
        <translation>O sistema de arquivos dela está montado com noexec.</translation>
    </message>
    <message>
        <source>Set TMPDIR to a folder of your own, or run the image with Docker.</source>
        <translation>Aponte TMPDIR para uma pasta sua, ou execute a imagem com o Docker.</translation>
    </message>
    <message>
        <source>The sandbox for the program could not be made.</source>
        <translation>A sandbox do programa não pôde ser feita.</translation>
    </message>
    <message>
        <source>Try again with another limit, or run the image with Docker.</source>
        <translation>Tente de novo com outro limite, ou execute a imagem com o Docker.</translation>
    </message>
    <message>
        <source>It could be made when the built-in preview was started.</source>
        <translation>Ela pôde ser feita quando a prévia embutida começou.</translation>
    </message>
    <message>
        <source>Try again, or run the image with Docker.</source>
        <translation>Tente de novo, ou execute a imagem com o Docker.</translation>
    </message>
    <message>
        <source>This computer does not allow the sandbox a program runs in ({0}).</source>
        <translation>Este computador não permite a sandbox em que um programa executa ({0}).</translation>
    </message>
    <message>
        <source>The setting kernel.unprivileged_userns_clone forbids sandboxes on this computer.</source>
        <translation>A configuração kernel.unprivileged_userns_clone proíbe sandboxes neste computador.</translation>
    </message>
    <message>
        <source>The setting user.max_user_namespaces forbids sandboxes on this computer.</source>
        <translation>A configuração user.max_user_namespaces proíbe sandboxes neste computador.</translation>
    </message>
    <message>
        <source>AppArmor forbids sandboxes to ordinary programs on this computer (kernel.apparmor_restrict_unprivileged_userns).</source>
        <translation>O AppArmor proíbe sandboxes a programas comuns neste computador (kernel.apparmor_restrict_unprivileged_userns).</translation>
    </message>
    <message>
        <source>The util-linux tools on this computer are too old; 2.36 is needed.</source>
        <translation>As ferramentas util-linux deste computador são antigas demais; é preciso a 2.36.</translation>
    </message>
    <message>
        <source>the trial did not end in time</source>
        <translation>o teste não terminou a tempo</translation>
    </message>
    <message>
        <source>the trial ended with {0}</source>
        <translation>o teste terminou com {0}</translation>
    </message>
    <message>
        <source>Without an engine, {0} cannot run a Linux program.</source>
        <translation>Sem um motor, {0} não executa programas de Linux.</translation>
    </message>
    <message>
        <source>The program “{0}”, a part of most Linux systems, is not on this computer.</source>
        <translation>O programa “{0}”, parte da maioria dos sistemas Linux, não está neste computador.</translation>
    </message>
    <message>
        <source>Docker Engine, rootless</source>
        <translation>Docker Engine, sem root</translation>
    </message>
    <message>
        <source>Install {0} from its maker&apos;s page, then look again.</source>
        <translation>Instale {0} pela página de quem o faz, e procure de novo.</translation>
    </message>
    <message>
        <source>Start {0} with this command:</source>
        <translation>Inicie {0} com este comando:</translation>
    </message>
    <message>
        <source>Start Docker Desktop from the Start menu.</source>
        <translation>Inicie o Docker Desktop pelo menu Iniciar.</translation>
    </message>
    <message>
        <source>Start the engine that listens there, then look again.</source>
        <translation>Inicie o motor que escuta lá, e procure de novo.</translation>
    </message>
    <message>
        <source>{0} wants to know who you are, and Docker keeps no login for it.</source>
        <translation>{0} quer saber quem você é, e o Docker não guarda um login para ele.</translation>
    </message>
    <message>
        <source>{0} does not accept the login that Docker keeps for it.</source>
        <translation>{0} não aceita o login que o Docker guarda para ele.</translation>
    </message>
    <message>
        <source>The password may have changed, or the token may have expired.</source>
        <translation>A senha pode ter mudado, ou o token pode ter vencido.</translation>
    </message>
    <message>
        <source>{0} does not show this account the image to start from.</source>
        <translation>{0} não mostra a esta conta a imagem de partida.</translation>
    </message>
    <message>
        <source>Check the image&apos;s name, which often begins with the account&apos;s, and the account&apos;s rights.</source>
        <translation>Verifique o nome da imagem, que muitas vezes começa com o da conta, e os direitos da conta.</translation>
    </message>
    <message>
        <source>{0} does not say where to log in safely.</source>
        <translation>{0} não diz onde entrar com segurança.</translation>
    </message>
    <message>
        <source>A password is only sent over HTTPS.</source>
        <translation>Uma senha só é enviada por HTTPS.</translation>
    </message>
    <message>
        <source>Tell the registry&apos;s administrator.</source>
        <translation>Avise quem administra o registro.</translation>
    </message>
    <message>
        <source>The image name &quot;{0}&quot; does not say where to push.</source>
        <translation>O nome de imagem &quot;{0}&quot; não diz para onde enviar.</translation>
    </message>
    <message>
        <source>what has arrived is not sent again</source>
        <translation>o que já chegou não é enviado de novo</translation>
    </message>
    <message>
        <source>{0} holds another image than the one that was sent.</source>
        <translation>{0} tem outra imagem que não a enviada.</translation>
    </message>
    <message>
        <source>Without a registry or an account it means Docker&apos;s own images.</source>
        <translation>Sem um registro ou uma conta, significa as imagens do próprio Docker.</translation>
    </message>
    <message>
        <source>Name the registry or your account: ghcr.io/ACCOUNT/{0}:{1}, or ACCOUNT/{2}:{3} for Docker Hub.</source>
        <translation>Diga o registro ou a sua conta: ghcr.io/CONTA/{0}:{1}, ou CONTA/{2}:{3} para o Docker Hub.</translation>
    </message>
    <message>
        <source>The tag {0} in {1}/{2} is no list of referrers.</source>
        <translation>A tag {0} em {1}/{2} não é uma lista de referências.</translation>
    </message>
    <message>
        <source>It calls it {0}, and it is {1}.</source>
        <translation>Ele a chama {0}, e ela é {1}.</translation>
    </message>
    <message>
        <source>Do not use it: something between here and there changes images.</source>
        <translation>Não a use: algo entre aqui e lá muda imagens.</translation>
    </message>
    <message>
        <source>What belongs to an image is listed there.</source>
        <translation>O que pertence a uma imagem é listado lá.</translation>
    </message>
    <message>
        <source>Remove the tag, or push without attaching anything.</source>
        <translation>Remova a tag, ou envie sem anexar nada.</translation>
    </message>
    <message>
        <source>Check the first part of the image&apos;s name, the network and the registry.</source>
        <translation>Verifique a primeira parte do nome da imagem, a rede e o registro.</translation>
    </message>
    <message>
        <source>{0} refused the image (HTTP {1}).</source>
        <translation>{0} recusou a imagem (HTTP {1}).</translation>
    </message>
    <message>
        <source>What answers at {0} is no registry.</source>
        <translation>O que responde em {0} não é um registro.</translation>
    </message>
    <message>
        <source>Set REQUESTS_CA_BUNDLE to the certificate of a registry of your own.</source>
        <translation>Aponte REQUESTS_CA_BUNDLE para o certificado de um registro seu.</translation>
    </message>
    <message>
        <source>No registry can be reached at {0}.</source>
        <translation>Nenhum registro é alcançado em {0}.</translation>
    </message>
    <message>
        <source>{0} does not let this account push to {1}.</source>
        <translation>{0} não deixa esta conta enviar para {1}.</translation>
    </message>
    <message>
        <source>{0} does not take the name {1}.</source>
        <translation>{0} não aceita o nome {1}.</translation>
    </message>
    <message>
        <source>The details hold its exact words.</source>
        <translation>Os detalhes trazem as palavras exatas dele.</translation>
    </message>
    <message>
        <source>Check the first part of the image&apos;s name.</source>
        <translation>Verifique a primeira parte do nome da imagem.</translation>
    </message>
    <message>
        <source>Nothing answered in time.</source>
        <translation>Nada respondeu a tempo.</translation>
    </message>
    <message>
        <source>Choose another name, or make the repository there first.</source>
        <translation>Escolha outro nome, ou crie antes o repositório lá.</translation>
    </message>
    <message>
        <source>Optimise across files</source>
        <translation>Otimizar entre arquivos</translation>
    </message>
    <message>
        <source>Link-time optimisation: the compiler looks at all your sources at once, which makes the program smaller or faster and the build slower.</source>
        <translation>Otimização ao ligar: o compilador vê todo o seu código de uma vez, o que torna o programa menor ou mais rápido e a construção mais lenta.</translation>
    </message>
    <message>
        <source>Drop unused code</source>
        <translation>Tirar código não usado</translation>
    </message>
    <message>
        <source>Leaves out every function and variable that nothing refers to, one by one.</source>
        <translation>Deixa de fora, uma por uma, toda função e variável a que nada se refere.</translation>
    </message>
    <message>
        <source>C++ exceptions</source>
        <translation>Exceções de C++</translation>
    </message>
    <message>
        <source>Without them throw and catch do not compile, and an error in the standard library ends the program.</source>
        <translation>Sem elas throw e catch não compilam, e um erro na biblioteca padrão encerra o programa.</translation>
    </message>
    <message>
        <source>C++ type information</source>
        <translation>Tipos em execução (C++)</translation>
    </message>
    <message>
        <source>Without it (no RTTI) dynamic_cast and typeid do not compile, and classes with virtual functions take less room.</source>
        <translation>Sem isso (RTTI) dynamic_cast e typeid não compilam, e classes com funções virtuais ocupam menos.</translation>
    </message>
    <message>
        <source>Random address</source>
        <translation>Endereço aleatório</translation>
    </message>
    <message>
        <source>A static-PIE program is loaded at another address each time, which makes attacks harder and the program a little larger.</source>
        <translation>Um programa static-PIE é carregado em outro endereço a cada vez, o que dificulta ataques e o torna um pouco maior.</translation>
    </message>
    <message>
        <source>The compiler flag {0} contradicts optimize = &quot;{1}&quot;.</source>
        <translation>A opção {0} do compilador contradiz optimize = &quot;{1}&quot;.</translation>
    </message>
    <message>
        <source>The language standard is given twice: {0} and {1}.</source>
        <translation>O padrão da linguagem é dado duas vezes: {0} e {1}.</translation>
    </message>
    <message>
        <source>The language standard is given twice: {0}.</source>
        <translation>O padrão da linguagem é dado duas vezes: {0}.</translation>
    </message>
    <message>
        <source>The compiler flag {0} contradicts {1} = {2}.</source>
        <translation>A opção {0} do compilador contradiz {1} = {2}.</translation>
    </message>
    <message>
        <source>Only one of them can be meant.</source>
        <translation>Só um dos dois pode valer.</translation>
    </message>
    <message>
        <source>One is the recipe&apos;s standard, the other is in its flags.</source>
        <translation>Um é o padrão da receita, o outro está nas opções dela.</translation>
    </message>
    <message>
        <source>Remove -std from the flags, or leave the standard empty.</source>
        <translation>Remova -std das opções, ou deixe o padrão vazio.</translation>
    </message>
    <message>
        <source>Both are in the flags.</source>
        <translation>Ambos estão nas opções.</translation>
    </message>
    <message>
        <source>Leave one -std in the flags, or none and set the standard in the recipe.</source>
        <translation>Deixe um só -std nas opções, ou nenhum e defina o padrão na receita.</translation>
    </message>
    <message>
        <source>{0} is a standard of {1}, and the source is {2}.</source>
        <translation>{0} é um padrão de {1}, e o código é {2}.</translation>
    </message>
    <message>
        <source>Remove {0} from the flags, or change {1} in the recipe.</source>
        <translation>Remova {0} das opções, ou mude {1} na receita.</translation>
    </message>
    <message>
        <source>A compiler cannot follow the rules of another language.</source>
        <translation>Um compilador não segue as regras de outra linguagem.</translation>
    </message>
    <message>
        <source>Leave the standard empty.</source>
        <translation>Deixe o padrão vazio.</translation>
    </message>
    <message>
        <source>{0} does not compile: line {1}: {2}</source>
        <translation>{0} não compila: linha {1}: {2}</translation>
    </message>
    <message>
        <source>{0} (and {1} more error)</source>
        <translation>{0} (e mais {1} erro)</translation>
    </message>
    <message>
        <source>{0} (and {1} more errors)</source>
        <translation>{0} (e mais {1} erros)</translation>
    </message>
    <message>
        <source>The program does not compile: {0}</source>
        <translation>O programa não compila: {0}</translation>
    </message>
    <message>
        <source>The compiler stopped without saying why.</source>
        <translation>O compilador parou sem dizer por quê.</translation>
    </message>
    <message>
        <source>Look at its messages under Log, or choose another compiler.</source>
        <translation>Veja as mensagens dele no Log, ou escolha outro compilador.</translation>
    </message>
    <message>
        <source>first defined here</source>
        <translation>definido primeiro aqui</translation>
    </message>
    <message>
        <source>also defined here</source>
        <translation>também definido aqui</translation>
    </message>
    <message>
        <source>{0} does not say which compiler it is.</source>
        <translation>{0} não diz que compilador é.</translation>
    </message>
    <message>
        <source>{0} missing</source>
        <translation>falta {0}</translation>
    </message>
    <message>
        <source>Install it again, or choose the built-in compiler.</source>
        <translation>Instale de novo, ou escolha o compilador embutido.</translation>
    </message>
    <message>
        <source>{0} is here but cannot be started.</source>
        <translation>{0} está aqui mas não pode ser iniciado.</translation>
    </message>
    <message>
        <source>The temporary folder has no room for the compiler&apos;s files.</source>
        <translation>A pasta temporária não tem espaço para os arquivos do compilador.</translation>
    </message>
    <message>
        <source>The compiler was stopped after {0}.</source>
        <translation>O compilador foi parado depois de {0}.</translation>
    </message>
    <message>
        <source>The compiler needed more memory than it may have, at most {0}.</source>
        <translation>O compilador precisou de mais memória do que pode ter, no máximo {0}.</translation>
    </message>
    <message>
        <source>The source may include something without an end, or itself.</source>
        <translation>O código talvez inclua algo sem fim, ou a si mesmo.</translation>
    </message>
    <message>
        <source>Look at what the source includes, or divide it into smaller files.</source>
        <translation>Veja o que o código inclui, ou divida em arquivos menores.</translation>
    </message>
    <message>
        <source>Choose the built-in compiler, which needs nothing installed</source>
        <translation>Escolha o compilador embutido, que não precisa de nada instalado</translation>
    </message>
    <message>
        <source>{0} on this computer makes programs for {1}.</source>
        <translation>{0} neste computador faz programas para {1}.</translation>
    </message>
    <message>
        <source>{0} cannot make static programs here: {1} is missing.</source>
        <translation>{0} não consegue fazer programas estáticos aqui: falta {1}.</translation>
    </message>
    <message>
        <source>{0}, or install {1} (on Debian and Ubuntu: sudo apt install {2}).</source>
        <translation>{0}, ou instale {1} (no Debian e no Ubuntu: sudo apt install {2}).</translation>
    </message>
    <message>
        <source>{0} cannot make static-pie programs here: {1} is missing.</source>
        <translation>{0} não consegue fazer programas static-pie aqui: falta {1}.</translation>
    </message>
    <message>
        <source>{0} on this computer does not make programs for {1}.</source>
        <translation>{0} neste computador não faz programas para {1}.</translation>
    </message>
    <message>
        <source>A container image holds a Linux program.</source>
        <translation>Uma imagem de contêiner tem um programa de Linux.</translation>
    </message>
    <message>
        <source>It is the part of a library that is built into programs.</source>
        <translation>É a parte de uma biblioteca que entra nos programas.</translation>
    </message>
    <message>
        <source>{0}, or install it: with g++ on Debian and Ubuntu, with glibc-static and libstdc++-static on Fedora.</source>
        <translation>{0}, ou instale: com g++ no Debian e no Ubuntu, com glibc-static e libstdc++-static no Fedora.</translation>
    </message>
    <message>
        <source>It is what such a program starts with.</source>
        <translation>É com isso que um programa assim começa.</translation>
    </message>
    <message>
        <source>Turn static-pie off, or install a C library that has it: libc6-dev on Debian and Ubuntu, glibc-static on Fedora.</source>
        <translation>Desligue static-pie, ou instale uma biblioteca C que o tenha: libc6-dev no Debian e no Ubuntu, glibc-static no Fedora.</translation>
    </message>
    <message>
        <source>It makes them for {0}.</source>
        <translation>Faz para {0}.</translation>
    </message>
    <message>
        <source>Choose the built-in compiler (zig), which makes them for every platform.</source>
        <translation>Escolha o compilador embutido (zig), que faz para toda plataforma.</translation>
    </message>
    <message>
        <source>The project makes no program.</source>
        <translation>O projeto não faz nenhum programa.</translation>
    </message>
    <message>
        <source>The compiler flag {0} cannot be used here.</source>
        <translation>A opção {0} do compilador não pode ser usada aqui.</translation>
    </message>
    <message>
        <source>{0} is a choice for C and C++, not for {1}.</source>
        <translation>{0} é uma escolha para C e C++, não para {1}.</translation>
    </message>
    <message>
        <source>A library alone cannot be started.</source>
        <translation>Uma biblioteca sozinha não pode ser iniciada.</translation>
    </message>
    <message>
        <source>Give a project that has a main function.</source>
        <translation>Dê um projeto que tenha uma função main.</translation>
    </message>
    <message>
        <source>The program cannot be moved: {0}.</source>
        <translation>O programa não pode ser movido: {0}.</translation>
    </message>
    <message>
        <source>With {0} these can be used: {1}.</source>
        <translation>Com {0} podem ser usadas estas: {1}.</translation>
    </message>
    <message>
        <source>Remove it from the flags of the recipe.</source>
        <translation>Remova das opções da receita.</translation>
    </message>
    <message>
        <source>Put the program into the image. It is the only file in it.</source>
        <translation>Ponha o programa na imagem. É o único arquivo nela.</translation>
    </message>
    <message>
        <source>Put the program into the image.</source>
        <translation>Ponha o programa na imagem.</translation>
    </message>
    <message>
        <source>The program must be static: nothing but the program is in the image.</source>
        <translation>O programa tem de ser estático: na imagem não há nada além dele.</translation>
    </message>
    <message>
        <source>How the program is loaded is a choice of the recipe.</source>
        <translation>Como o programa é carregado é uma escolha da receita.</translation>
    </message>
    <message>
        <source>Remove it and set static-pie = true in the recipe.</source>
        <translation>Remova e ponha static-pie = true na receita.</translation>
    </message>
    <message>
        <source>Scratchpress decides what is made, and where it is written.</source>
        <translation>O Scratchpress decide o que é feito e onde é escrito.</translation>
    </message>
    <message>
        <source>The platform is a choice of the recipe.</source>
        <translation>A plataforma é uma escolha da receita.</translation>
    </message>
    <message>
        <source>Remove it and set platforms, for example to [&quot;linux/arm64&quot;], in the recipe.</source>
        <translation>Remova e defina platforms na receita, por exemplo como [&quot;linux/arm64&quot;].</translation>
    </message>
    <message>
        <source>Images are made for 64-bit platforms.</source>
        <translation>As imagens são feitas para plataformas de 64 bits.</translation>
    </message>
    <message>
        <source>Remove it; the recipe&apos;s platforms are &quot;linux/amd64&quot; and &quot;linux/arm64&quot;.</source>
        <translation>Remova; as plataformas da receita são &quot;linux/amd64&quot; e &quot;linux/arm64&quot;.</translation>
    </message>
    <message>
        <source>The language is told by the end of a source&apos;s name.</source>
        <translation>A linguagem é dita pelo fim do nome do código.</translation>
    </message>
    <message>
        <source>Remove it and rename the source: .c for C, .cc for C++.</source>
        <translation>Remova e mude o nome do código: .c para C, .cc para C++.</translation>
    </message>
    <message>
        <source>It would make the compiler run other programs or code of this computer.</source>
        <translation>Faria o compilador executar outros programas ou código deste computador.</translation>
    </message>
    <message>
        <source>Remove it; another compiler is chosen with toolchain in the recipe.</source>
        <translation>Remova; outro compilador se escolhe com toolchain na receita.</translation>
    </message>
    <message>
        <source>It would take flags from a file that nobody has checked.</source>
        <translation>Pegaria opções de um arquivo que ninguém verificou.</translation>
    </message>
    <message>
        <source>Write the flags of that file into the recipe.</source>
        <translation>Escreva as opções desse arquivo na receita.</translation>
    </message>
    <message>
        <source>Flags cannot name further files.</source>
        <translation>Opções não podem dizer outros arquivos.</translation>
    </message>
    <message>
        <source>Add the file to the sources, or a library as -lNAME.</source>
        <translation>Acrescente o arquivo aos códigos, ou uma biblioteca como -lNOME.</translation>
    </message>
    <message>
        <source>The program would lack the libraries it starts with.</source>
        <translation>Faltariam ao programa as bibliotecas com que ele começa.</translation>
    </message>
    <message>
        <source>Its checks need a library that cannot be built into a static program.</source>
        <translation>As verificações dela precisam de uma biblioteca que não pode entrar em um programa estático.</translation>
    </message>
    <message>
        <source>Remove it; optimize = &quot;debug&quot; with the built-in compiler checks for undefined behaviour.</source>
        <translation>Remova; optimize = &quot;debug&quot; com o compilador embutido verifica comportamento indefinido.</translation>
    </message>
    <message>
        <source>It needs a value after it.</source>
        <translation>Ela precisa de um valor depois.</translation>
    </message>
    <message>
        <source>Write the value after it.</source>
        <translation>Escreva o valor depois dela.</translation>
    </message>
    <message>
        <source>go is not installed on this computer.</source>
        <translation>go não está instalado neste computador.</translation>
    </message>
    <message>
        <source>Install it (on Debian and Ubuntu: sudo apt install golang-go), or the Python package that brings it: pip install &apos;scratchpress[go]&apos;.</source>
        <translation>Instale (no Debian e no Ubuntu: sudo apt install golang-go), ou instale o pacote Python que o traz: pip install &apos;scratchpress[go]&apos;.</translation>
    </message>
    <message>
        <source>Go has no language standard {0}.</source>
        <translation>Go não tem o padrão de linguagem {0}.</translation>
    </message>
    <message>
        <source>go is here but does not say which version it is.</source>
        <translation>go está aqui, mas não diz que versão é.</translation>
    </message>
    <message>
        <source>{0} is a test by its name, which Go leaves out of programs.</source>
        <translation>{0} é um teste pelo nome, e o Go deixa testes fora dos programas.</translation>
    </message>
    <message>
        <source>Which version of Go a program is written for is said by its go.mod.</source>
        <translation>Para que versão de Go um programa é escrito, quem diz é o go.mod dele.</translation>
    </message>
    <message>
        <source>Install it again.</source>
        <translation>Instale de novo.</translation>
    </message>
    <message>
        <source>Give the file that has the main function, or rename this one.</source>
        <translation>Dê o arquivo que tem a função main, ou mude o nome deste.</translation>
    </message>
    <message>
        <source>Run go mod tidy and go mod vendor (or go mod download) in the project&apos;s folder while connected, then build again.</source>
        <translation>Execute go mod tidy e go mod vendor (ou go mod download) na pasta do projeto com rede, e construa de novo.</translation>
    </message>
    <message>
        <source>In the file&apos;s folder run go mod init program, go mod tidy and go mod vendor while connected, then give go.mod as the source.</source>
        <translation>Na pasta do arquivo execute go mod init program, go mod tidy e go mod vendor com rede, e dê go.mod como código.</translation>
    </message>
    <message>
        <source>The program needs {0}, which is not on this computer.</source>
        <translation>O programa precisa de {0}, que não está neste computador.</translation>
    </message>
    <message>
        <source>Nothing is fetched from the network while a program is compiled.</source>
        <translation>Nada é buscado na rede enquanto um programa é compilado.</translation>
    </message>
    <message>
        <source>start code</source>
        <translation>código de início</translation>
    </message>
    <message>
        <source>Remove {0} from the recipe or the command line.</source>
        <translation>Remova {0} da receita ou da linha de comando.</translation>
    </message>
    <message>
        <source>Optimise harder for speed</source>
        <translation>Otimizar mais pela velocidade</translation>
    </message>
    <message>
        <source>Smaller still, even if slower</source>
        <translation>Menor ainda, mesmo que mais lento</translation>
    </message>
    <message>
        <source>Take every warning for an error</source>
        <translation>Tomar todo aviso por erro</translation>
    </message>
    <message>
        <source>Warn about what is not standard</source>
        <translation>Avisar sobre o que não é padrão</translation>
    </message>
    <message>
        <source>Warn when a name hides another</source>
        <translation>Avisar quando um nome esconde outro</translation>
    </message>
    <message>
        <source>Warn when a conversion may lose something</source>
        <translation>Avisar quando uma conversão pode perder algo</translation>
    </message>
    <message>
        <source>Warn about all that can be warned about</source>
        <translation>Avisar sobre tudo o que for possível</translation>
    </message>
    <message>
        <source>Look for leaks and wrong pointers</source>
        <translation>Procurar vazamentos e ponteiros errados</translation>
    </message>
    <message>
        <source>Warn about casts as C writes them</source>
        <translation>Avisar sobre conversões escritas como em C</translation>
    </message>
    <message>
        <source>Warn about functions without types</source>
        <translation>Avisar sobre funções sem tipos</translation>
    </message>
    <message>
        <source>Leave out assert()</source>
        <translation>Deixar assert() de fora</translation>
    </message>
    <message>
        <source>Faster arithmetic that rounds less strictly</source>
        <translation>Aritmética mais rápida, com arredondamento menos estrito</translation>
    </message>
    <message>
        <source>Let signed numbers wrap around</source>
        <translation>Deixar números com sinal darem a volta</translation>
    </message>
    <message>
        <source>Let pointers of two types share memory</source>
        <translation>Deixar ponteiros de dois tipos dividirem memória</translation>
    </message>
    <message>
        <source>End the program when its stack is overwritten</source>
        <translation>Encerrar o programa quando a pilha é sobrescrita</translation>
    </message>
    <message>
        <source>Check indexes of the C++ library</source>
        <translation>Verificar índices da biblioteca de C++</translation>
    </message>
    <message>
        <source>For processors since about 2015 (AVX2)</source>
        <translation>Para processadores desde cerca de 2015 (AVX2)</translation>
    </message>
    <message>
        <source>For this computer&apos;s processor; may crash on others</source>
        <translation>Para o processador deste computador; pode travar em outros</translation>
    </message>
    <message>
        <source>End the whole program at a panic</source>
        <translation>Encerrar o programa inteiro em um panic</translation>
    </message>
    <message>
        <source>Panic when a number overflows</source>
        <translation>Panic quando um número estoura</translation>
    </message>
    <message>
        <source>Check debug_assert!()</source>
        <translation>Verificar debug_assert!()</translation>
    </message>
    <message>
        <source>Leave out what threads need</source>
        <translation>Deixar de fora o que threads usam</translation>
    </message>
    <message>
        <source>Tell the way an error came</source>
        <translation>Dizer por onde veio um erro</translation>
    </message>
    <message>
        <source>Choose a standard of {0}, such as {1}, or leave it empty.</source>
        <translation>Escolha um padrão de {0}, como {1}, ou deixe vazio.</translation>
    </message>
    <message>
        <source>Remove it from the flags, or choose optimize = &quot;{0}&quot;.</source>
        <translation>Remova das opções, ou escolha optimize = &quot;{0}&quot;.</translation>
    </message>
    <message>
        <source>None (a program that is ready)</source>
        <translation>Nenhum (um programa pronto)</translation>
    </message>
    <message>
        <source>{0} is a program that is ready; {1} compiles source files.</source>
        <translation>{0} é um programa pronto; {1} compila arquivos de código.</translation>
    </message>
    <message>
        <source>{0} is {1} source code; {2} compiles C, C++ and assembly.</source>
        <translation>{0} é código {1}; {2} compila C, C++ e assembly.</translation>
    </message>
    <message>
        <source>{0} is {1} source code; {2} compiles {3}.</source>
        <translation>{0} é código {1}; {2} compila {3}.</translation>
    </message>
    <message>
        <source>{0} is {1} source code, not a program that is ready.</source>
        <translation>{0} é código {1}, não um programa pronto.</translation>
    </message>
    <message>
        <source>Choose prebuilt as the compiler, or give the program&apos;s source.</source>
        <translation>Escolha prebuilt como compilador, ou dê o código do programa.</translation>
    </message>
    <message>
        <source>Choose {0} as the compiler.</source>
        <translation>Escolha {0} como compilador.</translation>
    </message>
    <message>
        <source>Leave the compiler out of the recipe, which chooses the right one.</source>
        <translation>Deixe o compilador fora da receita, e o certo é escolhido.</translation>
    </message>
    <message>
        <source>Choose a compiler: the built-in one (zig), gcc or clang.</source>
        <translation>Escolha um compilador: o embutido (zig), gcc ou clang.</translation>
    </message>
    <message>
        <source>The program cannot be copied: {0}.</source>
        <translation>O programa não pode ser copiado: {0}.</translation>
    </message>
    <message>
        <source>The temporary folder of this build is gone.</source>
        <translation>A pasta temporária desta construção sumiu.</translation>
    </message>
    <message>
        <source>Something removed it while the compiler worked in it.</source>
        <translation>Algo a removeu enquanto o compilador trabalhava nela.</translation>
    </message>
    <message>
        <source>Build again.</source>
        <translation>Construa de novo.</translation>
    </message>
    <message>
        <source>The compiler {0} cannot be started.</source>
        <translation>O compilador {0} não pode ser iniciado.</translation>
    </message>
    <message>
        <source>Install it again, or choose another compiler.</source>
        <translation>Instale de novo, ou escolha outro compilador.</translation>
    </message>
    <message>
        <source>no 64-bit little-endian ELF file</source>
        <translation>não é um arquivo ELF little-endian de 64 bits</translation>
    </message>
    <message>
        <source>sections that overlap</source>
        <translation>seções que se sobrepõem</translation>
    </message>
    <message>
        <source>main: (with .globl main), or _start:</source>
        <translation>main: (com .globl main), ou _start:</translation>
    </message>
    <message>
        <source>{0} includes {1}, which is not here</source>
        <translation>{0} inclui {1}, que não está aqui</translation>
    </message>
    <message>
        <source>A shared library cannot be built into a program for an empty image</source>
        <translation>Uma biblioteca compartilhada não pode entrar em um programa para uma imagem vazia</translation>
    </message>
    <message>
        <source>Remove it from the flags, or give its static version (.a).</source>
        <translation>Remova das opções, ou dê a versão estática dela (.a).</translation>
    </message>
    <message>
        <source>It looks written for {0}: choose that platform. Otherwise correct line {1} of {2} and build again.</source>
        <translation>Parece escrito para {0}: escolha essa plataforma. Se não, corrija a linha {1} de {2} e construa de novo.</translation>
    </message>
    <message>
        <source>The program has no main function</source>
        <translation>O programa não tem função main</translation>
    </message>
    <message>
        <source>{0}, or give the file that has it as well, or the whole folder.</source>
        <translation>{0}, ou dê também o arquivo que a tem, ou a pasta inteira.</translation>
    </message>
    <message>
        <source>Give only the files of one program: {0} or {1}, and the files it needs.</source>
        <translation>Dê só os arquivos de um programa: {0} ou {1}, e os arquivos de que ele precisa.</translation>
    </message>
    <message>
        <source>An image starts one program, and a program starts in one place.</source>
        <translation>Uma imagem inicia um programa, e um programa começa em um lugar.</translation>
    </message>
    <message>
        <source>The program uses {0}, but nothing defines it</source>
        <translation>O programa usa {0}, mas nada define isso</translation>
    </message>
    <message>
        <source>Check how it is spelled, give the file that defines it as well, or add the library it is from to the flags (-lNAME).</source>
        <translation>Verifique como está escrito, dê também o arquivo que define, ou acrescente a biblioteca às opções (-lNOME).</translation>
    </message>
    <message>
        <source>The library {0} is not here in a form that can be built in</source>
        <translation>A biblioteca {0} não está aqui em uma forma que possa entrar no programa</translation>
    </message>
    <message>
        <source>Install its static version (lib{0}.a) and choose gcc or clang, or remove -l{1} from the flags.</source>
        <translation>Instale a versão estática dela (lib{0}.a) e escolha gcc ou clang, ou remova -l{1} das opções.</translation>
    </message>
    <message>
        <source>A program for an empty image carries its libraries inside, so a shared one (.so) does not do.</source>
        <translation>Um programa para uma imagem vazia leva as bibliotecas dentro, e uma compartilhada (.so) não serve.</translation>
    </message>
    <message>
        <source>{0} is compiled as C, but it is C++</source>
        <translation>{0} é compilado como C, mas é C++</translation>
    </message>
    <message>
        <source>Compile it as C++ (--language c++), or rename it so that it ends in .cc.</source>
        <translation>Compile como C++ (--language c++), ou mude o nome para terminar em .cc.</translation>
    </message>
    <message>
        <source>What a file is written in is told by the end of its name.</source>
        <translation>A linguagem de um arquivo é dita pelo fim do nome.</translation>
    </message>
    <message>
        <source>Check the name. A header of your own belongs beside the source and is included with quotes: #include &quot;{0}&quot;.</source>
        <translation>Verifique o nome. Um cabeçalho seu fica ao lado do código e é incluído com aspas: #include &quot;{0}&quot;.</translation>
    </message>
    <message>
        <source>Write std::{0}, or add using namespace std; after the includes. Check that its header is included, too.</source>
        <translation>Escreva std::{0}, ou acrescente using namespace std; depois dos includes. Verifique também se o cabeçalho dele está incluído.</translation>
    </message>
    <message>
        <source>Put a semicolon where the message points: {0}.</source>
        <translation>Ponha um ponto e vírgula onde a mensagem aponta: {0}.</translation>
    </message>
    <message>
        <source>The compiler does not know the option {0}</source>
        <translation>O compilador não conhece a opção {0}</translation>
    </message>
    <message>
        <source>Remove it from the flags, or choose another compiler.</source>
        <translation>Remova das opções, ou escolha outro compilador.</translation>
    </message>
    <message>
        <source>The compiler does not know the language standard {0} here</source>
        <translation>O compilador não conhece o padrão {0} aqui</translation>
    </message>
    <message>
        <source>Choose another standard (c17 for C, c++20 for C++), or leave it empty.</source>
        <translation>Escolha outro padrão (c17 para C, c++20 para C++), ou deixe vazio.</translation>
    </message>
    <message>
        <source>The compiler itself crashed: {0}</source>
        <translation>O próprio compilador travou: {0}</translation>
    </message>
    <message>
        <source>Choose another compiler or another way to optimise; it is no mistake of yours.</source>
        <translation>Escolha outro compilador ou outro modo de otimizar; o erro não é seu.</translation>
    </message>
    <message>
        <source>Correct line {0} of {1} and build again.</source>
        <translation>Corrija a linha {0} de {1} e construa de novo.</translation>
    </message>
    <message>
        <source>The program</source>
        <translation>O programa</translation>
    </message>
    <message>
        <source>It looks written for 32 bits, and programs here have 64: correct {0}, for example with %rax in place of %eax.</source>
        <translation>Parece escrito para 32 bits, e os programas daqui têm 64: corrija {0}, por exemplo com %rax no lugar de %eax.</translation>
    </message>
    <message>
        <source>{0} is assembly for NASM</source>
        <translation>{0} é assembly para NASM</translation>
    </message>
    <message>
        <source>Write it in GNU syntax (.section, .globl, .intel_syntax noprefix), or assemble and link it with nasm and give the program.</source>
        <translation>Escreva na sintaxe GNU (.section, .globl, .intel_syntax noprefix), ou monte e ligue com nasm e dê o programa.</translation>
    </message>
    <message>
        <source>The compilers here read the GNU assembler&apos;s syntax.</source>
        <translation>Os compiladores daqui leem a sintaxe do montador GNU.</translation>
    </message>
    <message>
        <source>Call it main and write it as {0}.</source>
        <translation>Chame de main e escreva como {0}.</translation>
    </message>
    <message>
        <source>Add {0} to it</source>
        <translation>Acrescente {0} a ele</translation>
    </message>
    <message>
        <source>The program defines {0} more than once</source>
        <translation>O programa define {0} mais de uma vez</translation>
    </message>
    <message>
        <source>Define it in one file and only declare it in the others.</source>
        <translation>Defina em um arquivo e só declare nos outros.</translation>
    </message>
    <message>
        <source>The program has more than one main function</source>
        <translation>O programa tem mais de uma função main</translation>
    </message>
    <message>
        <source>Give only the files of one program; each program has one main function.</source>
        <translation>Dê só os arquivos de um programa; cada programa tem uma função main.</translation>
    </message>
    <message>
        <source>The program uses {0}, which is in the mathematics library</source>
        <translation>O programa usa {0}, que está na biblioteca de matemática</translation>
    </message>
    <message>
        <source>Add -lm to the flags.</source>
        <translation>Acrescente -lm às opções.</translation>
    </message>
    <message>
        <source>The class {0} promises a function that nothing defines</source>
        <translation>A classe {0} promete uma função que nada define</translation>
    </message>
    <message>
        <source>Define its first virtual function that is not = 0, or write = default after it.</source>
        <translation>Defina a primeira função virtual dela que não é = 0, ou escreva = default depois.</translation>
    </message>
    <message>
        <source>Include the standard headers by their names (&lt;iostream&gt;, &lt;vector&gt;, …), or choose gcc.</source>
        <translation>Inclua os cabeçalhos padrão pelos nomes (&lt;iostream&gt;, &lt;vector&gt;, …), ou escolha gcc.</translation>
    </message>
    <message>
        <source>It is a file of gcc&apos;s own, not of the language.</source>
        <translation>É um arquivo do próprio gcc, não da linguagem.</translation>
    </message>
    <message>
        <source>Use the standard functions of C or C++ instead.</source>
        <translation>Use as funções padrão de C ou C++ no lugar.</translation>
    </message>
    <message>
        <source>It belongs to Windows; a container image holds a Linux program.</source>
        <translation>É do Windows; uma imagem de contêiner tem um programa de Linux.</translation>
    </message>
    <message>
        <source>Write &lt;{0}&gt; instead, as C++ has named it since 1998.</source>
        <translation>Escreva &lt;{0}&gt; no lugar, como C++ o chama desde 1998.</translation>
    </message>
    <message>
        <source>Give the whole folder {0}, in which it is.</source>
        <translation>Dê a pasta inteira {0}, em que ele está.</translation>
    </message>
    <message>
        <source>A source given alone is compiled with what is beside it.</source>
        <translation>Um código dado sozinho é compilado com o que está ao lado.</translation>
    </message>
    <message>
        <source>Correct what the message names and build again.</source>
        <translation>Corrija o que a mensagem diz e construa de novo.</translation>
    </message>
    <message>
        <source>Add {0} to one of them</source>
        <translation>Acrescente {0} a um deles</translation>
    </message>
    <message>
        <source>Add {0} to one of the files</source>
        <translation>Acrescente {0} a um dos arquivos</translation>
    </message>
    <message>
        <source>rustc is not installed on this computer.</source>
        <translation>rustc não está instalado neste computador.</translation>
    </message>
    <message>
        <source>rustc takes one file, which names the others with mod.</source>
        <translation>rustc aceita um arquivo, que diz os outros com mod.</translation>
    </message>
    <message>
        <source>The edition of a project is said by its Cargo.toml.</source>
        <translation>A edição de um projeto é dita pelo Cargo.toml dele.</translation>
    </message>
    <message>
        <source>cargo is not installed beside rustc.</source>
        <translation>cargo não está instalado ao lado de rustc.</translation>
    </message>
    <message>
        <source>The project makes {0} programs: {1}.</source>
        <translation>O projeto faz {0} programas: {1}.</translation>
    </message>
    <message>
        <source>Install it from rustup.rs, or the packages rustc and cargo (on Debian and Ubuntu: sudo apt install rustc cargo).</source>
        <translation>Instale por rustup.rs, ou pelos pacotes rustc e cargo (no Debian e no Ubuntu: sudo apt install rustc cargo).</translation>
    </message>
    <message>
        <source>Give the file with the main function alone, or the project&apos;s Cargo.toml.</source>
        <translation>Dê só o arquivo com a função main, ou o Cargo.toml do projeto.</translation>
    </message>
    <message>
        <source>Install it (on Debian and Ubuntu: sudo apt install cargo).</source>
        <translation>Instale (no Debian e no Ubuntu: sudo apt install cargo).</translation>
    </message>
    <message>
        <source>An image is made of one.</source>
        <translation>Uma imagem é feita de um só.</translation>
    </message>
    <message>
        <source>Give the Cargo.toml of a package with one program, or one .rs file.</source>
        <translation>Dê o Cargo.toml de um pacote com um programa, ou um arquivo .rs.</translation>
    </message>
    <message>
        <source>Cargo.toml names no package.</source>
        <translation>Cargo.toml não diz nenhum pacote.</translation>
    </message>
    <message>
        <source>Rust has no language standard {0}.</source>
        <translation>Rust não tem o padrão de linguagem {0}.</translation>
    </message>
    <message>
        <source>A workspace holds several packages; an image is made of one program.</source>
        <translation>Um workspace tem vários pacotes; uma imagem é feita de um programa.</translation>
    </message>
    <message>
        <source>Give the Cargo.toml of the package that makes the program.</source>
        <translation>Dê o Cargo.toml do pacote que faz o programa.</translation>
    </message>
    <message>
        <source>Its standards are called editions.</source>
        <translation>Os padrões dele se chamam edições.</translation>
    </message>
    <message>
        <source>Write rust2015, rust2018, rust2021 or rust2024, or leave it empty.</source>
        <translation>Escreva rust2015, rust2018, rust2021 ou rust2024, ou deixe vazio.</translation>
    </message>
    <message>
        <source>Cargo.toml cannot be read: {0}.</source>
        <translation>Cargo.toml não pode ser lido: {0}.</translation>
    </message>
    <message>
        <source>Correct it and build again.</source>
        <translation>Corrija e construa de novo.</translation>
    </message>
    <message>
        <source>rustc cannot make static programs for {0} here: {1}.</source>
        <translation>rustc não consegue fazer programas estáticos para {0} aqui: {1}.</translation>
    </message>
    <message>
        <source>A static program is linked with a C library, which that target brings.</source>
        <translation>Um programa estático é ligado a uma biblioteca C, que esse alvo traz.</translation>
    </message>
    <message>
        <source>rustc does not say which compiler it is.</source>
        <translation>rustc não diz que compilador é.</translation>
    </message>
    <message>
        <source>its own linker, {0}, is missing</source>
        <translation>falta o ligador próprio dele, {0}</translation>
    </message>
    <message>
        <source>its target {0} is missing</source>
        <translation>falta o alvo {0} dele</translation>
    </message>
    <message>
        <source>its standard library for {0} is missing</source>
        <translation>falta a biblioteca padrão dele para {0}</translation>
    </message>
    <message>
        <source>it needs cc to link</source>
        <translation>precisa de cc para ligar</translation>
    </message>
    <message>
        <source>rustc {0} is too old.</source>
        <translation>rustc {0} é antigo demais.</translation>
    </message>
    <message>
        <source>{0} is here but does not answer.</source>
        <translation>{0} está aqui, mas não responde.</translation>
    </message>
    <message>
        <source>Scratchpress works with rustc {0} and newer.</source>
        <translation>O Scratchpress funciona com rustc {0} e mais novos.</translation>
    </message>
    <message>
        <source>Run rustup update, or install a newer one from rustup.rs.</source>
        <translation>Execute rustup update, ou instale um mais novo por rustup.rs.</translation>
    </message>
    <message>
        <source>the crate {0}</source>
        <translation>o crate {0}</translation>
    </message>
    <message>
        <source>The project needs {0}, which is not on this computer.</source>
        <translation>O projeto precisa de {0}, que não está neste computador.</translation>
    </message>
    <message>
        <source>Run cargo fetch (or cargo vendor) in the project&apos;s folder while connected, then build again.</source>
        <translation>Execute cargo fetch (ou cargo vendor) na pasta do projeto com rede, e construa de novo.</translation>
    </message>
    <message>
        <source>As it is now</source>
        <translation>Como está agora</translation>
    </message>
    <message>
        <source>Aims at size, and leaves out symbols.</source>
        <translation>Busca o tamanho e deixa símbolos de fora.</translation>
    </message>
    <message>
        <source>Fold equal functions</source>
        <translation>Juntar funções iguais</translation>
    </message>
    <message>
        <source>Keeps functions that are the same to the byte only once, where no program can tell.</source>
        <translation>Guarda só uma vez funções iguais até o byte, onde nenhum programa percebe.</translation>
    </message>
    <message>
        <source>Shortest code</source>
        <translation>Código mais curto</translation>
    </message>
    <message>
        <source>Equal functions once, and the shortest instructions even where they are slower.</source>
        <translation>Funções iguais uma vez, e as instruções mais curtas mesmo onde são mais lentas.</translation>
    </message>
    <message>
        <source>Files together</source>
        <translation>Arquivos juntos</translation>
    </message>
    <message>
        <source>Equal functions once, the shortest instructions, all files optimised together, and unused code left out.</source>
        <translation>Funções iguais uma vez, as instruções mais curtas, todos os arquivos otimizados juntos, e código não usado de fora.</translation>
    </message>
    <message>
        <source>All that helps, and no tables that tell the way back from a function.</source>
        <translation>Tudo o que ajuda, e nenhuma tabela que diz o caminho de volta de uma função.</translation>
    </message>
    <message>
        <source>End at a panic</source>
        <translation>Terminar em um panic</translation>
    </message>
    <message>
        <source>A panic ends the program at once.</source>
        <translation>Um panic encerra o programa na hora.</translation>
    </message>
    <message>
        <source>No exceptions</source>
        <translation>Sem exceções</translation>
    </message>
    <message>
        <source>All of that without C++ exceptions and type information, which your files do not need when this compiles.</source>
        <translation>Tudo isso sem exceções nem tipos em execução de C++, de que os seus arquivos não precisam se isto compilar.</translation>
    </message>
    <message>
        <source>Short error names</source>
        <translation>Nomes curtos de erros</translation>
    </message>
    <message>
        <source>Equal functions once, and not the part that makes C++ names readable.</source>
        <translation>Funções iguais uma vez, e sem a parte que torna legíveis os nomes de C++.</translation>
    </message>
    <message>
        <source>An exception that nobody catches is told by its short name, as N4shop5ErrorE.</source>
        <translation>Uma exceção que ninguém trata aparece pelo nome curto, como N4shop5ErrorE.</translation>
    </message>
    <message>
        <source>With {0}</source>
        <translation>Com {0}</translation>
    </message>
    <message>
        <source>Compiled by {0} and linked with this computer&apos;s C library, across files and without unused code.</source>
        <translation>Compilado por {0} e ligado com a biblioteca C deste computador, entre arquivos e sem código não usado.</translation>
    </message>
    <message>
        <source>Built-in (Clang {0})</source>
        <translation>Embutido (Clang {0})</translation>
    </message>
    <message>
        <source>The built-in compiler is not here.</source>
        <translation>O compilador embutido não está aqui.</translation>
    </message>
    <message>
        <source>It comes with the Python package ziglang.</source>
        <translation>Ele vem com o pacote Python ziglang.</translation>
    </message>
    <message>
        <source>Install Scratchpress again, or choose another compiler.</source>
        <translation>Instale o Scratchpress de novo, ou escolha outro compilador.</translation>
    </message>
    <message>
        <source>{0} or {1}</source>
        <translation>{0} ou {1}</translation>
    </message>
    <message>
        <source>a size</source>
        <translation>um tamanho</translation>
    </message>
    <message>
        <source>a duration</source>
        <translation>uma duração</translation>
    </message>
    <message>
        <source>a number and a unit: 500ms, 30s, 2m, 1h</source>
        <translation>um número e uma unidade: 500ms, 30s, 2m, 1h</translation>
    </message>
    <message>
        <source>no reason was given</source>
        <translation>nenhum motivo foi dado</translation>
    </message>
    <message>
        <source>It</source>
        <translation>Ele</translation>
    </message>
    <message>
        <source>unchanged</source>
        <translation>sem mudança</translation>
    </message>
    <message>
        <source>static</source>
        <translation>estático</translation>
    </message>
    <message>
        <source>Program</source>
        <translation>Programa</translation>
    </message>
    <message>
        <source>It takes text.</source>
        <translation>Aceita texto.</translation>
    </message>
    <message>
        <source>text or {0}</source>
        <translation>texto ou {0}</translation>
    </message>
    <message>
        <source>a list; each entry text</source>
        <translation>uma lista; cada item é um texto</translation>
    </message>
    <message>
        <source>{0} is no image to start from: {1}.</source>
        <translation>{0} não é uma imagem de partida: {1}.</translation>
    </message>
    <message>
        <source>There is no time zone {0}.</source>
        <translation>Não existe o fuso horário {0}.</translation>
    </message>
</context>
</TS>
