var C={"output-size":{title:"Output size",data:[],settings:[{name:"size",kind:"slider",label:"Input size",default:8,low:1,high:32,step:1,whole:!0,unit:"pixels"},{name:"kernel_size",kind:"slider",label:"Kernel size",default:3,low:1,high:11,step:1,whole:!0,unit:"pixels"},{name:"stride",kind:"slider",label:"Stride",default:2,low:1,high:8,step:1,whole:!0,unit:"pixels"},{name:"padding_kind",kind:"choice",label:"Padding",default:"number",options:[{value:"number",label:"a number"},{value:"valid",label:"valid (none)"},{value:"same",label:"same"}]},{name:"padding",kind:"slider",label:"Padding, each side",default:0,low:0,high:8,step:1,whole:!0,unit:"pixels"},{name:"dilation",kind:"slider",label:"Dilation",default:1,low:1,high:5,step:1,whole:!0,unit:""}]}};var te="http://www.w3.org/2000/svg";function b(e,t={},...r){let n=document.createElement(e);return q(n,t),n.append(...r),n}function y(e,t={},...r){let n=document.createElementNS(te,e);return q(n,t),n.append(...r),n}function q(e,t){for(let[r,n]of Object.entries(t))n===!1||n===null||n===void 0?e.removeAttribute(r):e.setAttribute(r,n===!0?"":String(n))}function S(e,t){e.textContent!==t&&(e.textContent=t)}var L=`/* One style for page, JupyterLab and Colab: inks come from whichever stands around. */
:host { display: block; margin: 1.5rem 0; }
.explorer {
  --ink: var(--pst-color-text-base, var(--jp-ui-font-color1, #1f2328));
  --ground: var(--pst-color-background, var(--jp-layout-color0, #fff));
  --surface: var(--pst-color-surface, var(--jp-layout-color1, #f5f6f8));
  --line: #8a8f98; --quiet: #57606a; --frame: #c14f00; --second: #0b62a8; --cross: #c14f00;
  --accent: #0b62a8; --good: #1a7f37; --wash: #e8f1fa; --pixel: #9ecae1;
  color: var(--ink); background: var(--ground);
  border: 1px solid var(--line); border-radius: 0.5rem; padding: 0.9rem 1rem 0.75rem;
  font: 0.92rem/1.45 system-ui, sans-serif; container-type: inline-size;
}
.explorer.dark {
  --line: #7d8590; --quiet: #a9b1ba; --frame: #ff9a4d; --second: #79b8ff; --cross: #ff9a4d;
  --accent: #79b8ff; --good: #57d364; --wash: #1f3247; --pixel: #2f5f85;
}
*, *::before, *::after { box-sizing: border-box; }
.title { margin: 0 0 0.6rem; font-weight: 650; font-size: 1.02rem; }
.controls {
  display: grid; gap: 0.45rem 1.25rem; margin: 0 0 0.8rem;
  grid-template-columns: repeat(auto-fit, minmax(min(100%, 13rem), 1fr));
}
.controls:empty { display: none; }
.control { display: grid; grid-template-columns: 1fr auto; align-items: center; column-gap: 0.5rem; }
.control.slider input { grid-column: 1 / -1; width: 100%; margin: 0.1rem 0; min-height: 1.5rem; }
.control.choice { grid-template-columns: 1fr; }
.control.toggle { grid-template-columns: auto 1fr; justify-content: start; }
.control output, .number { font-variant-numeric: tabular-nums; font-weight: 600; }
input[type="range"], input[type="checkbox"] { accent-color: var(--accent); }
input[type="checkbox"] { width: 1.25rem; height: 1.25rem; margin: 0; }
select, button, input[type="number"], input[type="text"] {
  font: inherit; color: var(--ink); background: var(--ground);
  border: 1px solid var(--line); border-radius: 0.35rem; padding: 0.25rem 0.5rem; min-height: 2rem;
}
select { width: 100%; }
button { cursor: pointer; }
button:hover { background: var(--wash); }
button[aria-pressed="true"] { background: var(--wash); border-color: var(--accent); font-weight: 600; }
:is(input, select, button, a, [tabindex]):focus-visible {
  outline: 3px solid var(--accent); outline-offset: 2px;
}
.problem, .note {
  margin: 0 0 0.75rem; padding: 0.4rem 0.7rem; border-left: 4px solid var(--frame);
  background: var(--wash);
}
.problem::before { content: "Does not go together: "; font-weight: 650; }
[hidden] { display: none !important; }
.summary { margin: 0.6rem 0 0.4rem; }
.formula { font-size: 1.05rem; margin: 0 0 0.75rem; overflow-wrap: anywhere; }
.footer { display: flex; flex-wrap: wrap; gap: 0.5rem; align-items: center; }
.footer a, a { color: var(--accent); overflow-wrap: anywhere; }
.quiet { color: var(--quiet); }
figure { margin: 0; min-width: 0; }
figcaption { margin: 0 0 0.3rem; font-weight: 600; }
.maps {
  display: grid; gap: 1rem; align-items: start;
  grid-template-columns: repeat(auto-fit, minmax(min(100%, 12rem), 1fr));
}
.map { position: relative; width: 100%; max-width: 24rem; touch-action: none; }
.map[tabindex] { cursor: crosshair; }
.map canvas { position: absolute; image-rendering: pixelated; }
.map svg { position: absolute; inset: 0; width: 100%; height: 100%; overflow: visible; }
svg text { font-family: system-ui, sans-serif; font-variant-numeric: tabular-nums; }
svg text:not([fill]) { fill: var(--ink); }
.map svg text { text-anchor: middle; dominant-baseline: central; pointer-events: none; }
.map .padding { fill: none; stroke: var(--line); stroke-dasharray: 3 2; }
.map .edge { fill: none; stroke: var(--line); }
.map .frame { fill: none; stroke: var(--frame); stroke-width: 2.5; }
.map .frame.second { stroke: var(--second); }
.map .frame.pixel { stroke-width: 2; }
.map .frame.dashed { stroke-dasharray: 4 3; }
.map .frame.under { stroke: #fff; stroke-width: 4.5; stroke-dasharray: none; opacity: 0.85; }
.map .cross { fill: none; stroke: var(--cross); stroke-width: 1.5; }
.map rect, .map path, .strip rect, .strip path { vector-effect: non-scaling-stroke; }
.strip { display: block; width: 100%; max-width: 46rem; height: auto; margin: 0.2rem 0 0.9rem; }
.strip .pixel { fill: var(--pixel); stroke: var(--line); }
.strip .padded { fill: none; stroke: var(--line); stroke-dasharray: 3 2; }
.strip .tap { fill: var(--frame); }
.strip .reach { stroke: var(--frame); stroke-width: 1; vector-effect: non-scaling-stroke; }
.strip .second .tap { fill: var(--second); }
.strip .second .reach { stroke: var(--second); }
.strip .cross { fill: none; stroke: var(--cross); stroke-width: 2; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { padding: 0.2rem 0.5rem; text-align: right; border-bottom: 1px solid var(--line); }
th:first-child, td:first-child { text-align: left; }
pre { overflow-x: auto; margin: 0; padding: 0.6rem; background: var(--surface); font-size: 0.85rem; }
.row { display: flex; flex-wrap: wrap; gap: 0.5rem 0.75rem; align-items: center; }
.still { display: none; }
@media print {
  .controls, .footer, .drawing { display: none; }
  .still { display: block; }
}
`;var A=class{constructor(t,r,n,o){this.view=t,this.state=r,this.data=n,this.box=b("section",{class:"explorer","aria-label":r.description.title}),this.controls=b("div",{class:"controls"}),this.problem=b("p",{class:"problem",role:"status",hidden:!0}),this.drawing=b("div",{class:"drawing"}),this.summary=b("p",{class:"summary",role:"status"}),this.box.append(this.controls,this.problem,this.drawing,this.summary),o.append(b("style",{},L),this.box);let s=matchMedia("(prefers-reduced-motion: reduce)").matches;this.mounted=t.mount({root:this.drawing,state:r,data:n,still:s}),this.waiting=new Set(Object.keys(r.values)),this.asked=0,this.results={problem:"",summary:""},this.leave=r.subscribe(i=>this.ask(i)),this.themes=this.followTheme(),this.draw()}ask(t){for(let r of t)this.waiting.add(r);this.asked||(this.asked=requestAnimationFrame(()=>this.draw()))}draw(){let t=[...this.waiting];this.waiting.clear(),this.asked=0,this.results=this.view.compute(this.state.values,this.data),this.mounted.update(this.results,this.state.values,t),this.problem.hidden=!this.results.problem,S(this.problem,this.results.problem),S(this.summary,this.results.summary),this.box.dispatchEvent(new CustomEvent("explorer-drawn",{bubbles:!0,composed:!0}))}followTheme(){let t=()=>{let s=getComputedStyle(this.host()).color,[i,a,l]=(s.match(/[\d.]+/g)||["0","0","0"]).map(Number);this.box.classList.toggle("dark",.299*i+.587*a+.114*l>140)};t();let r=new MutationObserver(t),n=["data-theme","class","data-jp-theme-light","theme"];for(let s of[document.documentElement,document.body])r.observe(s,{attributes:!0,attributeFilter:n});let o=matchMedia("(prefers-color-scheme: dark)");return o.addEventListener("change",t),()=>{r.disconnect(),o.removeEventListener("change",t)}}host(){return this.box.getRootNode().host}refuse(t){if(!t.length)return;let r=`Not taken from the address: ${t.join(", ")} (no such value).`,n=b("p",{class:"note",role:"status"},r);this.box.insertBefore(n,this.drawing),this.state.subscribe(()=>n.remove())}destroy(){cancelAnimationFrame(this.asked),this.leave(),this.themes(),this.mounted.destroy?.()}};var ne={slider:T,place:T,choice:(e,t)=>(e.options||[]).some(r=>r.value===t)?t:void 0,toggle:(e,t)=>typeof t=="boolean"?t:void 0,numbers:(e,t)=>{let r=R(t);return(e.shapes||[]).some(o=>String(o)===String(r))&&oe(t).every(o=>J(e,o))?t:void 0}};function j(e,t){let r=ne[e.kind];return r?r(e,t):void 0}function D(e,t){let r={},n=new Set(e.settings.map(s=>s.name)),o=Object.keys(t).filter(s=>!n.has(s));for(let s of e.settings){let i=Object.hasOwn(t,s.name),a=i?j(s,t[s.name]):void 0;i&&a===void 0&&o.push(s.name),r[s.name]=a===void 0?s.default:a}return{values:r,refused:o}}function M(e,t){return e===t||JSON.stringify(e)===JSON.stringify(t)}function T(e,t){return J(e,t)&&(!e.whole||Number.isInteger(t))?t:void 0}function J({low:e=-1/0,high:t=1/0},r){return typeof r=="number"&&Number.isFinite(r)&&r>=e&&r<=t}function R(e){if(!Array.isArray(e))return[];let t=e.map(R),r=t.every(n=>n&&String(n)===String(t[0]));return e.length&&r?[e.length,...t[0]||[]]:null}function oe(e){return Array.isArray(e)?e.flat(1/0):[e]}var E=class{constructor(t,r){this.description=t,this.values=Object.freeze({...r}),this.listeners=new Set}set(t){let r=[],n={};for(let[o,s]of Object.entries(t)){let i=this.description.settings.find(l=>l.name===o),a=i&&j(i,s);a===void 0?r.push(o):M(a,this.values[o])||(n[o]=a)}if(Object.keys(n).length){this.values=Object.freeze({...this.values,...n});for(let o of[...this.listeners])o(Object.keys(n))}return r}reset(){this.set(Object.fromEntries(this.description.settings.map(t=>[t.name,t.default])))}changed(){let t=this.description.settings.filter(r=>!M(this.values[r.name],r.default));return Object.fromEntries(t.map(r=>[r.name,this.values[r.name]]))}subscribe(t){return this.listeners.add(t),()=>this.listeners.delete(t)}};var W={"\\":"\\\\","\n":"\\n","\r":"\\r","	":"\\t"};function se(e){let t=e.includes("'")&&!e.includes('"')?'"':"'",r="";for(let n of e){let o=n.charCodeAt(0);n===t?r+=`\\${t}`:W[n]?r+=W[n]:o<32||o===127?r+=`\\x${o.toString(16).padStart(2,"0")}`:r+=n}return t+r+t}function ie(e){return Number.isNaN(e)?"nan":Number.isFinite(e)?(e!==0&&Math.abs(e)<1e-4?e.toExponential():String(e)).replace(/e([+-])(\d)$/,"e$10$2"):e>0?"inf":"-inf"}function k(e){return e==null?"None":typeof e=="boolean"?e?"True":"False":typeof e=="number"?ie(e):typeof e=="string"?se(e):Array.isArray(e)?e.length===1?`(${k(e[0])},)`:`(${e.map(k).join(", ")})`:String(e)}var ae='padding must be "valid", "same", a whole number >= 0, a (height, width) pair or (top, bottom, left, right)';function v(e,t,r,n){if(typeof e!="number"||!Number.isInteger(e))throw new Error(n??`${t} must be a whole number, got ${k(e)}`);if(e<r)throw new Error(n??`${t} must be at least ${r}, got ${k(e)}`);return e}function G(e){let t=`${ae}, got ${k(e)}`;if(typeof e=="string"){let i=e.toLowerCase();if(i!=="valid"&&i!=="same")throw new Error(t);return i}if(!Array.isArray(e)){let i=v(e,"padding",0,t);return[i,i,i,i]}if(e.length!==2&&e.length!==4)throw new Error(t);let[r,n,o,s]=e.map(i=>v(i,"padding",0,t));return e.length===4?[r,n,o,s]:[r,r,n,n]}function _(e,t=1){return(e-1)*t+1}function I(e,t,r=1,n=1){let o=Math.ceil(e/r),s=Math.max((o-1)*r+_(t,n)-e,0),i=Math.floor(s/2);return[i,s-i]}function U(e,t,r,n=[1,1],o=[1,1]){let s=G(e);return s==="valid"?[0,0,0,0]:s!=="same"?s:[...I(t[0],r[0],n[0],o[0]),...I(t[1],r[1],n[1],o[1])]}function ce(e,t,r,n,o){if(Array.isArray(n)){if(n.length!==2)throw new Error(`padding along one direction must be a number or (before, after), got ${k(n)}`);return[v(n[0],"padding",0),v(n[1],"padding",0)]}let s=G(n);return s==="same"?I(e,t,r,o):s==="valid"?[0,0]:[s[0],s[1]]}function V(e,t,r=1,n="valid",o=1,s="kernel"){v(e,"size",1),v(t,"kernel",1),v(r,"stride",1),v(o,"dilation",1);let[i,a]=ce(e,t,r,n,o),l=e+i+a,m=_(t,o);if(m>l){let h=o>1?` spread over ${m} pixels by dilation ${o}`:"";throw new Error(`${s==="window"?"size":"kernel_size"} (=${t}${h}) is larger than the padded input (=${l}); use padding="same" or a smaller ${s}`)}return Math.floor((l-m)/r)+1}var B=.42,f=20;function H(e,t,{label:r,second:n=!1,room:o=[0,0]}){let{size:s,before:i,after:a,starts:l,kernel:m,dilation:h}=t,c=Math.max(i,o[0]),p=c+s+Math.max(a,o[1]),g=1.25+B*Math.max(l.length,1);e.setAttribute("viewBox",`0 0 ${p*f} ${g*f}`),e.style.maxWidth=`${p*1.9}rem`,e.setAttribute("role","img"),e.setAttribute("aria-label",r);let u=[];for(let d=-i;d<s+a;d+=1){let x=d>=0&&d<s;u.push(K(d+c,0,1,1,x?"pixel":"padded")),x&&!le(d,t)?u.push(ue(d+c)):x&&u.push(me(d,c))}let w=y("g",{class:n?"second":""});for(let d=0;d<l.length;d+=1){let x=1.2+B*d,$=l[d]+c,z=$+(m-1)*h,F=(x+.13)*f,Z={x1:($+.5)*f,x2:(z+.5)*f,y1:F,y2:F};w.append(y("line",{...Z,class:"reach"}));for(let O=$;O<=z;O+=h)w.append(K(O+.08,x,.84,.26,"tap"))}e.replaceChildren(...u,w)}function le(e,{starts:t,kernel:r,dilation:n}){for(let o=0;o<t.length;o+=1){let s=e-t[o];if(s>=0&&s%n===0&&s/n<r)return!0}return!1}function K(e,t,r,n,o){let s={x:e*f,y:t*f,width:r*f,height:n*f};return y("rect",{...s,class:o})}function me(e,t){let r={x:(e+t+.5)*f,y:.66*f,"font-size":8,"text-anchor":"middle"};return y("text",r,String(e))}function ue(e){let t=`M${(e+.25)*f} ${.25*f}l${f/2} ${f/2}m0 ${-f/2}`;return y("path",{d:`${t}l${-f/2} ${f/2}`,class:"cross"})}function de(e){return Math.round(e).toLocaleString("en-US").replace("-","−")}function N(e,t){return e===1?`one ${t}`:`${de(e)} ${t}s`}function P({size:e,kernel_size:t,stride:r,dilation:n},o){let s=u=>[u,u],i=U(o,s(e),s(t),s(r),s(n)),[a,l]=i,m=0,h="";try{m=V(e,t,r,[a,l],n)}catch(u){h=u.message}let c=Array.from({length:m},(u,w)=>w*r-a),p=new Array(e).fill(0);for(let u of c)for(let w=0;w<t;w+=1){let d=u+w*n;d>=0&&d<e&&(p[d]+=1)}let g=m?c[m-1]+_(t,n):-a;return{output_size:m,before:a,after:l,starts:c,covered:p,dropped:e+l-g,problem:h}}function pe(e){let{size:t,kernel_size:r,stride:n,padding_kind:o,padding:s,dilation:i}=e,a=_(r,i),l=P(e,o==="number"?s:o),m=P(e,"same"),h=Math.floor(a/2),c=P(e,h),p=i>1?`${i} · (${r} − 1) − 1`:a,g=`${t} + ${l.before} + ${l.after} − ${p}`,u=l.problem?`${g} < 0: no window fits`:`⌊(${g}) / ${n}⌋ + 1 = ${l.output_size}`;return{span:a,...l,formula:u,same_output_size:m.output_size,same_before:m.before,same_after:m.after,same_starts:m.starts,symmetric_padding:h,symmetric_output_size:c.output_size,symmetric_starts:c.starts,summary:fe(l,m,c,h)}}function fe(e,t,r,n){if(e.problem)return"No window fits, so there is no output.";let o=e.covered.filter(l=>l===0).length,s=e.dropped?`; ${N(e.dropped,"pixel")} at the end, padding included, ${e.dropped===1?"is":"are"} left over`:"",i=o?` ${N(o,"input pixel")} in no window (crossed out).`:"",a=t.output_size===r.output_size&&t.before!==n?` “same” and ${n} on both sides give one size here, from different pixels.`:"";return`${N(e.output_size,"window")} fit${e.output_size===1?"s":""}${s}.${i}${a}`}function he({root:e}){let t=b("p",{class:"formula number"}),r=b("p",{class:"quiet"},"⌊(input + padding before + padding after − span of the kernel) / stride⌋ + 1; the span is dilation · (kernel − 1) + 1, and ⌊ ⌋ rounds down."),n=["chosen","same","symmetric"].map(()=>({title:b("figcaption"),strip:y("svg",{class:"strip"})}));e.append(t,r);for(let{title:o,strip:s}of n)e.append(b("figure",{},o,s));return{update(o,s){S(t,o.formula);let i={size:s.size,kernel:s.kernel_size,dilation:s.dilation},{same_before:a,same_after:l,symmetric_padding:m}=o,h=[[o.before,o.after,o.starts,"As set",o.output_size],[a,l,o.same_starts,"TensorFlow’s “same”",o.same_output_size],[m,m,o.symmetric_starts,"Symmetric, as usual in PyTorch",o.symmetric_output_size]],c=[0,1].map(p=>Math.max(...h.map(g=>g[p])));h.forEach(([p,g,u,w,d],x)=>{let $=`${w}: ${p} before, ${g} after, output ${d}`;S(n[x].title,$);let z={...i,before:p,after:g,starts:u};H(n[x].strip,z,{label:$,second:x>0,room:c})})}}}var Q={name:"output-size",compute:pe,mount:he};var X=Object.fromEntries([Q].map(e=>[e.name,e]));function Y(e,t){return e.kind==="choice"?e.options?.[t]?.value:t}function ge(e,t){return e.kind!=="choice"?t:e.options?.findIndex(r=>r.value===t)}function be({model:e,el:t}){let r=e.get("explorer"),n=C[r],{settings:o}=n,s=o.map(c=>[c.name,Y(c,e.get(c.name))]),i=new E(n,D(n,Object.fromEntries(s)).values),a=document.createElement("div");t.append(a);let l=new A(X[r],i,e.get("data"),a.attachShadow({mode:"open"})),m=o.map(c=>{let p=()=>i.set({[c.name]:Y(c,e.get(c.name))});return e.on(`change:${c.name}`,p),()=>e.off(`change:${c.name}`,p)}),h=i.subscribe(c=>{let p=!1;for(let g of o.filter(u=>c.includes(u.name))){let u=ge(g,i.values[g.name]);JSON.stringify(u)!==JSON.stringify(e.get(g.name))&&(e.set(g.name,u),p=!0)}p&&e.save_changes()});return()=>{h();for(let c of m)c();l.destroy()}}var Ue={render:be};export{Ue as default};
